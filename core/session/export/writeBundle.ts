import { dirname, extname, join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import type { FileSystem } from '../files/FileSystem.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { type ArchiveFile, zipArchive } from './zipArchive.ts';

export interface BundleRefusal {
  readonly message: string;
  /** Files are in the way that would be replaced with the person's consent. */
  readonly needsOverwrite: boolean;
}

/** The files that writing a bundle to `target` makes: one for a path that ends in `.zip`, else a folder of files. */
export function bundlePaths(files: readonly ArchiveFile[], target: string): readonly string[] {
  return isArchive(target) ? [target] : files.map(({ path }) => join(target, path));
}

/** Writes a bundle; files that are there already are only replaced with consent. */
export async function writeBundle(
  system: FileSystem,
  files: readonly ArchiveFile[],
  target: string,
  mayOverwrite: boolean,
): Promise<Result<readonly string[], BundleRefusal>> {
  const paths = bundlePaths(files, target);
  const existing = paths.filter((path) => system.facts(path).ok);
  if (existing.length > 0 && !mayOverwrite) {
    const others = existing.length === 1 ? '' : ` and ${existing.length - 1} more`;
    return fail({ message: `"${existing[0]}"${others} would be overwritten.`, needsOverwrite: true });
  }
  const contents = isArchive(target) ? [zipArchive(files)] : files.map(({ bytes }) => bytes);
  for (const [index, path] of paths.entries()) {
    const made = await system.makeFolder(dirname(path));
    const written = made.ok ? await writeAtomically(system, path, contents[index] ?? new Uint8Array()) : made;
    if (!written.ok) return fail({ message: `The export is not complete. ${written.error.message}`, needsOverwrite: false });
  }
  return ok(paths);
}

function isArchive(target: string): boolean {
  return extname(target).toLowerCase() === '.zip';
}
