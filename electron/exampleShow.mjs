// The example show that opens when no other is named. Opening a show may write beside it (layout, saved edits), so it is never
// opened in place: the first time it is copied into the user's own folder, and that copy is the user's from then on.
// Plain JavaScript, because `npm start` needs it before anything is built.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folderName = 'moving';
const fileName = 'moving.cfg';

/** @type {import('./exampleShow.d.mts').userFolder} */
export function userFolder(env = process.env, platform = process.platform, home = os.homedir()) {
  if (platform === 'win32') return path.join(env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'PatchMonster');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'PatchMonster');
  const named = env.XDG_CONFIG_HOME ?? '';
  return path.join(named === '' ? path.join(home, '.config') : named, 'PatchMonster');
}

/** @type {import('./exampleShow.d.mts').exampleShow} */
export function exampleShow(examplesFolder, ownFolder) {
  try {
    return copyOnce(examplesFolder, ownFolder);
  } catch {
    // No home folder, or one that can't be written: then the copy lives as long as the machine keeps temporary files.
    return copyOnce(examplesFolder, path.join(os.tmpdir(), `patchmonster-${os.userInfo().username}`));
  }
}

/**
 * @param {string} examplesFolder
 * @param {string} ownFolder
 */
function copyOnce(examplesFolder, ownFolder) {
  const target = path.join(ownFolder, 'examples', folderName);
  const show = path.join(target, fileName);
  if (existsSync(show)) return show;
  mkdirSync(target, { recursive: true });
  cpSync(path.join(examplesFolder, folderName), target, { recursive: true, force: false });
  return show;
}
