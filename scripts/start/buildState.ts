/** Whether `dist/` was built from the sources as they are now. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const sourceFolders = ['core', 'python', 'electron', 'renderer'];
const sourceFiles = ['package-lock.json', 'vite.config.ts', 'scripts/build.mjs', 'scripts/buildPython.mjs'];
const outputs = ['cli.js', 'engineWorker.js', 'pythonWorker.js', 'electron/main.js', 'electron/preload.cjs', 'renderer/index.html'];
const stampFile = 'dist/.built';

export function isBuilt(root: string): boolean {
  const stamp = path.join(root, stampFile);
  if (!existsSync(stamp) || outputs.some((one) => !existsSync(path.join(root, 'dist', one)))) return false;
  return readFileSync(stamp, 'utf8') === digestOf(root);
}

/** Remembers what a build was made from; call `digestOf` before the build, so that a file saved meanwhile counts as newer. */
export function markBuilt(root: string, digest: string): void {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeFileSync(path.join(root, stampFile), digest);
}

/** Names, times and sizes of everything that the build reads. */
export function digestOf(root: string): string {
  const files = [
    ...sourceFolders.flatMap((folder) => filesBelow(root, folder)),
    ...sourceFiles.filter((file) => existsSync(path.join(root, file))),
  ];
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const { mtimeMs, size } = statSync(path.join(root, file));
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
