import { fail, ok, type Result } from '../base/result.ts';
import { type ModuleTarget, resolveModule } from '../contract/moduleName.ts';
import type { Place } from '../contract/problem.ts';
import { decodeEscaped } from './escapedText.ts';
import type { ReadFile } from './loadShow.ts';
import type { ShowModel } from './model.ts';
import { type Override, overridesFor } from './overrides.ts';

/** A file that a `module` option may mean. */
export interface ModuleText {
  /** Absolute, with forward slashes. */
  readonly path: string;
  /** Its text, bytes that are not UTF-8 escaped, or why it can't be read. */
  readonly text: Result<string, string>;
}

/** By absolute path: every candidate of every `module` option, those that don't exist included. */
export type ShowModules = ReadonlyMap<string, ModuleText>;

/** One `module` option of one Python instance. */
export interface ModuleUse {
  readonly instance: string;
  readonly value: string;
  readonly target: ModuleTarget;
  /** Of the value; undefined for one from the command line. */
  readonly place: Place | undefined;
}

/** The `module` options of all Python instances, those of overrides first. */
export function moduleUses(model: ShowModel, overrides: readonly Override[] = []): ModuleUse[] {
  return model.instances
    .filter((instance) => instance.backend === 'python')
    .flatMap((instance) => {
      const settings = overridesFor(overrides, 'instance', instance.name).map(({ name, value }) => ({ name, value, place: undefined }));
      return [...settings, ...instance.options]
        .filter((option) => option.name === 'module')
        .map(({ value, place }) => ({ instance: instance.name, value, place, target: resolveModule(value, instance.folder) }));
    });
}

/** Reads the modules that a show names, for `lintShow` and `exportShow`. */
export function readModules(model: ShowModel, overrides: readonly Override[], readFile: ReadFile): ShowModules {
  const modules = new Map<string, ModuleText>();
  for (const use of moduleUses(model, overrides)) {
    for (const path of use.target.candidates) {
      if (modules.has(path)) continue;
      const read = readFile(path);
      modules.set(path, { path, text: read.ok ? ok(decodeEscaped(read.value)) : fail(read.error) });
    }
  }
  return modules;
}
