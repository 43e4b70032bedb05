import { decodeEscaped } from '../escapedText.ts';
import type { ReadFile } from '../loadShow.ts';
import { folderOf, joinPath, relativeTo } from '../paths.ts';
import { type ImportedModule, importedModules } from './importedModules.ts';
import { standardModules } from './standardModules.ts';

/** More files than this were not meant to be imported. */
const maxFiles = 2_000;

/** A module file, and the folders that Python searches for what it imports. */
export interface ImportingFile {
  readonly path: string;
  readonly folders: readonly string[];
}

/** The paths that each import may mean, first match wins. A package runs its own file first, then those of the packages in it. */
export function importCandidates({ path, folders }: ImportingFile, { level, name }: ImportedModule): string[][] {
  const bases = level === 0 ? folders : [joinPath(folderOf(path), level === 1 ? '.' : '../'.repeat(level - 1))];
  const parts = name.split('.');
  return parts.map((_, index) => {
    const below = parts.slice(0, index + 1).join('/');
    return bases.flatMap((base) => [joinPath(base, `${below}.py`), joinPath(base, `${below}/__init__.py`)]);
  });
}

/** Content that a file has once is not read for its imports again. */
const knownImports = new WeakMap<Uint8Array, readonly ImportedModule[]>();

/**
 * Further files below those folders that modules import, and that those import in turn; places where one is missed are among them, so
 * that it is noticed when it comes. What a module imports by other means than a statement can't be told.
 */
export function importedFiles(modules: readonly ImportingFile[], readFile: ReadFile): string[] {
  const found = new Set<string>();
  const reached = [...modules];
  for (const file of reached) {
    const bytes = readFile(file.path);
    if (!bytes.ok) continue;
    const imports = knownImports.get(bytes.value) ?? importedModules(decodeEscaped(bytes.value));
    knownImports.set(bytes.value, imports);
    for (const imported of imports) {
      for (const [depth, candidates] of importCandidates(file, imported).entries()) {
        const inside = candidates.filter((path) => file.folders.some((folder) => relativeTo(folder, path) !== path));
        // Behind a dot or `from` may stand a name that no file has.
        const isMissed = depth === 0 && !isElsewhere(imported);
        const path = inside.find((candidate) => readFile(candidate).ok) ?? (isMissed ? inside[0] : undefined);
        if (path === undefined || found.has(path) || found.size >= maxFiles) continue;
        found.add(path);
        reached.push({ path, folders: file.folders });
      }
    }
  }
  for (const { path } of modules) found.delete(path);
  return [...found];
}

/** Not a file of a show when there is none of its name. */
function isElsewhere({ level, name }: ImportedModule): boolean {
  const top = name.split('.')[0] ?? '';
  return level === 0 && (top === 'midimonster' || standardModules.has(top));
}
