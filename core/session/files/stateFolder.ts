import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where this user's state lives on this machine: trust, journals of unsaved work, locks. Nothing of it belongs to a show.
 * `PATCHMONSTER_STATE` names another folder (tests, portable installations).
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  const chosen = env.PATCHMONSTER_STATE;
  if (chosen && isAbsolute(chosen)) return chosen;
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'PatchMonster');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'PatchMonster');
  const xdg = env.XDG_STATE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'state'), 'patchmonster');
}

/** File name for what is kept about one show: by its real path, so that two links to it are one show. */
export function showKey(realPath: string): string {
  return createHash('sha256').update(realPath).digest('hex').slice(0, 32);
}
