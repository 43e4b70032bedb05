/** The one browser behind all windows of this process. It starts when `startBrowser` is called and never outlives the process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Cdp } from './cdp.ts';

const switches = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
];

export interface Browser {
  readonly cdp: Cdp;
  /** Where a test connects to the same browser. */
  readonly webSocketUrl: string;
}

let starting: Promise<Browser> | undefined;
let child: ChildProcess | undefined;
let profile: string | undefined;

export function startBrowser(executable: string): Promise<Browser> {
  starting ??= start(executable);
  return starting;
}

export function browser(): Promise<Browser> {
  if (!starting) throw new Error('electron double: the browser was not started');
  return starting;
}

async function start(executable: string): Promise<Browser> {
  profile = mkdtempSync(path.join(os.tmpdir(), 'electron-double-'));
  const rootSwitches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  child = spawn(executable, [...switches, ...rootSwitches, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A process group of its own, which can be ended as a whole.
    detached: true,
  });
  process.once('exit', killBrowser);
  const webSocketUrl = await readAddress(child);
  return { cdp: await Cdp.connect(webSocketUrl), webSocketUrl };
}

function readAddress(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    process.stderr?.on('data', (chunk) => {
      text += String(chunk);
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
    process.once('error', reject);
    process.once('exit', () => reject(new Error(`electron double: Chromium ended:\n${text}`)));
  });
}

/** Ends the browser and takes its profile away. */
export async function closeBrowser(): Promise<void> {
  if (child && child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child.kill();
    await gone;
  }
  killBrowser();
}

/** The browser's helpers outlive it for a moment, and write to the profile meanwhile. */
function killBrowser(): void {
  if (child?.pid !== undefined) killGroup(child.pid);
  if (!profile) return;
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    process.stderr.write(`electron double: ${profile} could not be removed\n`);
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
