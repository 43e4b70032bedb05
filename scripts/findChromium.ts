import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const wellKnownFiles = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A Chromium for the browser tests: the system's, else Playwright's own. `PATCHMONSTER_CHROMIUM` names another one. */
export function findChromium(): string | undefined {
  const named = process.env.PATCHMONSTER_CHROMIUM;
  if (named !== undefined && named !== '') return named;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = [
    ...folders.flatMap((folder) => names.map((name) => path.join(folder, name))),
    ...wellKnownFiles,
    chromium.executablePath(),
  ];
  return candidates.find(isExecutable);
}

/** Finds a browser or installs one; throws a sentence that says what to do when neither works. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium on this machine: installing the one of the distribution');
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const packages = ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
    runInstaller('apt-get', ['update', '-qq'], environment);
    runInstaller('apt-get', packages, environment);
  }
  if (findChromium() === undefined) {
    console.log('No Chromium on this machine: installing the one of Playwright');
    runInstaller(process.execPath, [path.join('node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], process.env);
  }
  const installed = findChromium();
  if (installed === undefined) {
    throw new Error(
      'The browser tests need Chromium, and none could be found or installed. Install it (Debian: apt-get install chromium; ' +
        'elsewhere: npx playwright install chromium), or name its file in PATCHMONSTER_CHROMIUM.',
    );
  }
  return installed;
}

function runInstaller(command: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const result = spawnSync(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'], timeout: 300_000 });
  if (result.status !== 0) console.log(`${command} ${args.join(' ')} did not work`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
