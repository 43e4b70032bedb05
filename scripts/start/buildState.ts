/** Whether `dist/` is at least as new as everything that it is built from. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const sourceFolders = ['core', 'python', 'electron', 'renderer'];
const sourceFiles = ['package-lock.json', 'vite.config.ts', 'scripts/build.mjs', 'scripts/buildPython.mjs'];
/** One of each part; every build writes all of them anew. */
const outputs = ['cli.js', 'engineWorker.js', 'pythonWorker.js', 'electron/main.js', 'electron/preload.cjs', 'renderer/index.html'];

export function isBuilt(root: string): boolean {
  const built = outputs.map((output) => path.join(root, 'dist', output));
  if (!built.every((file) => existsSync(file))) return false;
  const oldestOutputMs = Math.min(...built.map(timeOf));
  return sourcesOf(root).every((file) => timeOf(file) <= oldestOutputMs);
}

function sourcesOf(root: string): string[] {
  const files = sourceFiles.map((file) => path.join(root, file)).filter((file) => existsSync(file));
  return [...files, ...sourceFolders.flatMap((folder) => filesBelow(path.join(root, folder)))];
}

/** Folders count too: their time tells of files that were taken away. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return [folder, ...entries.map((entry) => path.join(entry.parentPath, entry.name))].filter((file) => !/\.test\.tsx?$/.test(file));
}

function timeOf(file: string): number {
  return statSync(file).mtimeMs;
}
