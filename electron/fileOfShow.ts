import path from 'node:path';

/** The native path of a file that a page named. Throws a sentence when the window's show has no such file. */
export function fileOfShow(files: readonly string[], named: string): string {
  const wanted = path.resolve(named);
  if (!path.isAbsolute(named) || !files.some((file) => path.resolve(file) === wanted)) throw new Error('This is not a file of the show.');
  return wanted;
}
