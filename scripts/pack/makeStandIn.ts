import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const files = ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak', 'resources/.keep'];
const programs = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'];

/**
 * A folder that electron-builder takes for Electron's distribution for Linux. It must not hold `resources/default_app.asar`: that
 * would be read. Returns the folder.
 */
export function makeStandIn(root: string, parent: string): string {
  const folder = path.join(parent, 'electron-dist');
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules', 'electron', 'package.json'), 'utf8'));
  for (const file of [...files, ...programs]) write(path.join(folder, file), '');
  for (const program of programs) chmodSync(path.join(folder, program), 0o755);
  write(path.join(folder, 'version'), version);
  return folder;
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
