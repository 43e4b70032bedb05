import path from 'node:path';
import { normalisePath } from '../core/show/paths.ts';

/** The native path of a file that a page named. Throws a sentence when the window's show has no such file. */
export function fileOfShow(files: readonly string[], named: string): string {
  const wanted = normalisePath(path.resolve(named));
  if (!path.isAbsolute(named) || !files.some((file) => normalisePath(file) === wanted)) throw new Error('This is not a file of the show.');
  return path.resolve(wanted);
}
