import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The installed Electron binary. Never asks the `electron` package itself, which would begin a download. */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = path.join(root, 'node_modules', 'electron');
  const named = path.join(folder, 'path.txt');
  const binary = existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron';
  const file = path.join(env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist'), binary);
  return existsSync(file) ? file : undefined;
}
