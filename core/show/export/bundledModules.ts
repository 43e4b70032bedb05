import type { Problem } from '../../contract/problem.ts';
import { decodeEscaped, encodeEscaped } from '../escapedText.ts';
import type { ShowModel } from '../model.ts';
import { type ModuleUse, moduleUses, type ShowModules } from '../modules.ts';
import { folderOf, joinPath, relativeTo } from '../paths.ts';
import { importCandidates } from '../python/importedFiles.ts';
import { importedModules } from '../python/importedModules.ts';

/** More modules than this were not meant to be imported. */
const maxModules = 2_000;

export interface BundledModules {
  /** By path relative to the bundle. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Folders in the bundle that an instance searches, its own first; `.` is the bundle itself. */
  readonly foldersOf: (instance: string) => readonly string[];
  readonly report: readonly Problem[];
}

/**
 * The modules that the instances load and, as far as their texts tell, those that these import. Files of the show's folder keep
 * their place in it; others go to folders of their own.
 */
export function bundleModules(model: ShowModel, modules: ShowModules): BundledModules {
  const collector = new ModuleCollector(model, modules);
  const uses = moduleUses(model);
  for (const use of uses) collector.addUse(use);
  return {
    files: collector.files,
    foldersOf: (name) => {
      const instance = model.instances.find((other) => other.name === name);
      const folders = uses.filter((use) => use.instance === name).map((use) => use.target.searchFolder);
      return [...new Set([...(instance ? [instance.folder] : []), ...folders].map((folder) => collector.bundleFolder(folder)))];
    },
    report: collector.report,
  };
}

class ModuleCollector {
  readonly files = new Map<string, Uint8Array>();
  readonly report: Problem[] = [];
  private readonly seen = new Set<string>();
  private readonly outside: string[] = [];

  constructor(
    private readonly model: ShowModel,
    private readonly modules: ShowModules,
  ) {}

  addUse(use: ModuleUse): void {
    const folders = [use.target.searchFolder];
    const instance = this.model.instances.find((other) => other.name === use.instance);
    if (instance && !folders.includes(instance.folder)) folders.push(instance.folder);
    for (const path of use.target.candidates) if (this.add(path, folders)) return;
  }

  /** Where a folder of the disk is in the bundle. */
  bundleFolder(folder: string): string {
    const root = this.model.document.folder;
    if (folder === root) return '.';
    const relative = relativeTo(root, folder);
    if (relative !== folder) return relative;
    if (!this.outside.includes(folder)) this.outside.push(folder);
    return `outside/${this.outside.indexOf(folder) + 1}`;
  }

  /** False when there is no such file. */
  private add(path: string, folders: readonly string[]): boolean {
    const key = `${path}\n${folders.join('\n')}`;
    if (this.seen.has(key)) return true;
    const text = this.textOf(path);
    if (text === undefined) return false;
    this.seen.add(key);
    if (this.seen.size > maxModules) {
      if (this.seen.size === maxModules + 1) this.report.push(tooMany());
      return true;
    }
    const base = folders.find((folder) => relativeTo(folder, path) !== path) ?? folderOf(path);
    const bundled = joinPath('', `${this.bundleFolder(base)}/${relativeTo(base, path)}`);
    this.files.set(bundled.replace(/^\//, ''), encodeEscaped(text));
    this.addImports(path, text, folders);
    return true;
  }

  private addImports(path: string, text: string, folders: readonly string[]): void {
    for (const imported of importedModules(text)) {
      for (const candidates of importCandidates({ path, folders }, imported)) {
        for (const candidate of candidates) if (this.add(candidate, folders)) break;
      }
    }
  }

  private textOf(path: string): string | undefined {
    const known = this.modules.get(path);
    if (known) return known.text.ok ? known.text.value : undefined;
    const read = this.model.document.readFile(path);
    return read.ok ? decodeEscaped(read.value) : undefined;
  }
}

function tooMany(): Problem {
  return {
    code: 'export-too-many-modules',
    severity: 'warning',
    message: `More than ${maxModules} modules are imported; the rest is not copied.`,
  };
}
