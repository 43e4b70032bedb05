import type { InstanceStatus } from '../../contract/instanceState.ts';
import type { Plan, RunSettings } from '../../contract/plan.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ProtocolCatalog } from '../../contract/protocol.ts';
import { compilePlan } from '../../show/compile.ts';
import { lintShow } from '../../show/lint.ts';
import type { ReadFile, ShowDocument } from '../../show/loadShow.ts';
import { buildModel, type InstanceModel, type ShowModel } from '../../show/model.ts';
import { moduleUses, readModules, type ShowModules } from '../../show/modules.ts';
import type { Override } from '../../show/overrides.ts';
import { type ImportingFile, importedFiles } from '../../show/python/importedFiles.ts';

export interface EvaluateOptions {
  readonly catalog: ProtocolCatalog;
  readonly overrides: readonly Override[];
  readonly settings: RunSettings;
  readonly revision: number;
  readonly readModule: ReadFile;
  /** Of the sidecars. */
  readonly furtherProblems: readonly Problem[];
}

/** All that follows from a show's text. */
export interface EvaluatedShow {
  readonly document: ShowDocument;
  readonly model: ShowModel;
  /** What can run of it. */
  readonly plan: Plan;
  /** What keeps a part of the show from running; all of it is in `problems` too. */
  readonly errors: readonly Problem[];
  /** Found at the first look: with a large show that takes longer than to bring it to run. */
  readonly problems: readonly Problem[];
  /** Texts of the modules and of the places where they could be. */
  readonly modules: ShowModules;
  /** Which instance uses which module file, by absolute path, also of those that are missing. */
  readonly moduleFiles: readonly { readonly instance: string; readonly path: string }[];
  /** The same files, each once. */
  readonly modulePaths: readonly string[];
  /** Further files that those import, as far as their texts tell; looked for at the first look. */
  readonly helperPaths: readonly string[];
  /** Instances that don't run because of their text, with the reason. */
  readonly invalid: ReadonlyMap<string, InstanceStatus>;
}

export function evaluateShow(document: ShowDocument, options: EvaluateOptions): EvaluatedShow {
  const { catalog, overrides, settings, revision, readModule } = options;
  const model = buildModel(document);
  const { plan, problems: compileProblems } = compilePlan(model, catalog, { overrides, settings, revision });
  const errors = compileProblems.filter(({ severity }) => severity === 'error');
  const modules = readModules(model, overrides, readModule);
  const moduleFiles = moduleUses(model, overrides).flatMap(({ instance, target }) => {
    const path = target.candidates.find((candidate) => modules.get(candidate)?.text.ok) ?? target.candidates[0];
    return path === undefined ? [] : [{ instance, path }];
  });
  let problems: readonly Problem[] | undefined;
  let helperPaths: readonly string[] | undefined;
  return {
    document,
    model,
    plan,
    errors,
    modules,
    moduleFiles,
    modulePaths: [...new Set(moduleFiles.map(({ path }) => path))],
    get helperPaths() {
      helperPaths ??= importedFiles(importingFiles(model, overrides, moduleFiles), readModule);
      return helperPaths;
    },
    invalid: invalidInstances(model, plan, errors),
    get problems() {
      problems ??= [...options.furtherProblems, ...lintShow(model, catalog, modules, overrides)];
      return problems;
    },
  };
}

/** All modules of an instance share its search path. */
function importingFiles(model: ShowModel, overrides: readonly Override[], moduleFiles: EvaluatedShow['moduleFiles']): ImportingFile[] {
  const folders = new Map<string, Set<string>>();
  for (const { name, folder } of model.instances) folders.set(name, new Set([folder, model.document.folder]));
  for (const { instance, target } of moduleUses(model, overrides)) folders.get(instance)?.add(target.searchFolder);
  return moduleFiles.map(({ instance, path }) => ({ path, folders: [...(folders.get(instance) ?? [])] }));
}

function invalidInstances(model: ShowModel, plan: Plan, errors: readonly Problem[]): ReadonlyMap<string, InstanceStatus> {
  const planned = new Set(plan.instances.map(({ name }) => name));
  return new Map(
    model.instances
      .filter(({ name }) => !planned.has(name))
      .map((instance) => {
        const own = errors.find((problem) => isInside(problem, instance));
        const reason = own?.message ?? 'Its section has a mistake; see the list of problems.';
        return [instance.name, { phase: 'failed', reason, problems: [] }];
      }),
  );
}

function isInside(problem: Problem, instance: InstanceModel): boolean {
  return [instance.place, ...instance.options.map(({ place }) => place)].some(
    ({ file, line }) => problem.place?.file === file && problem.place.line === line,
  );
}
