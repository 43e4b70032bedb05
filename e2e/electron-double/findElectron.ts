import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The installed Electron binary. Never asks the `electron` package itself, which would begin a download. */
export function findElectron(): string | undefined {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const named = path.join(folder, 'path.txt');
  const binary = existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron';
  const file = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist'), binary);
  return existsSync(file) ? file : undefined;
}
