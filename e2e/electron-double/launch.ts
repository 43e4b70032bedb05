/**
 * Starts the built desktop app for a spec: in real Electron where its binary is installed, else in the double. Both give the same
 * object, so that a spec never needs to know; `kind` tells which one it was.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type Browser, chromium, type Page } from '@playwright/test';
import { ensureChromium } from '../../scripts/findChromium.ts';
import { findElectron } from '../../scripts/findElectron.ts';
import { buildDouble } from './build.ts';
import type { Evaluate, ToTest } from './main/control.ts';

export interface ElectronApp {
  readonly kind: 'real' | 'double';
  /** Next page that opens, or has opened and was not asked for yet. */
  nextWindow(): Promise<Page>;
  /** Runs `task` in the app's main process; it sees its arguments and globals only. */
  evaluate<R, A = undefined>(task: (electron: typeof import('electron'), argument: A) => R | Promise<R>, argument?: A): Promise<R>;
  readonly exitCode: Promise<number | null>;
  /** What the main process has written so far. */
  readonly output: () => string;
  /** Ends it whatever it does. */
  dispose(): Promise<void>;
}

const root = path.join(import.meta.dirname, '..', '..');
const builtMain = path.join(root, 'dist', 'electron', 'main.js');

export interface LaunchOptions {
  readonly main?: string;
  /** Folder for settings and state, to start again with those of the last time; without it they are gone afterwards. */
  readonly home?: string;
}

/** `args` follow the app on its command line. */
export async function launchApp(args: readonly string[], { main = builtMain, home: given }: LaunchOptions = {}): Promise<ElectronApp> {
  const home = given ?? mkdtempSync(path.join(os.tmpdir(), 'patchmonster-e2e-'));
  const fullEnv = { ...definedEnv(), PATCHMONSTER_STATE: path.join(home, 'state'), XDG_CONFIG_HOME: home };
  const allArgs = [main, `--user-data-dir=${path.join(home, 'user')}`, ...args];
  const binary = findElectron(root);
  const app = binary === undefined ? await launchDouble(allArgs, fullEnv) : await launchReal(binary, allArgs, fullEnv);
  const ended = app.exitCode.then((code): never => {
    throw new Error(`The app ended with ${code}:\n${app.output()}`);
  });
  ended.catch(() => {
    // Nobody may be waiting for a window by then.
  });
  return {
    ...app,
    nextWindow: () => Promise.race([app.nextWindow(), ended]),
    dispose: () =>
      app.dispose().finally(() => {
        if (given === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      }),
  };
}

async function launchReal(executablePath: string, args: readonly string[], env: Record<string, string>): Promise<ElectronApp> {
  const rootSwitches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({ executablePath, args: [...rootSwitches, ...args], env, cwd: root });
  const windows = new Windows();
  for (const page of app.windows()) windows.add(page);
  app.on('window', (page) => windows.add(page));
  return {
    kind: 'real',
    nextWindow: () => windows.next(),
    evaluate: (task, argument) => app.evaluate(task as never, argument as never),
    exitCode: exitCodeOf(app.process()),
    output: collectOutput(app.process()),
    dispose: () => app.close(),
  };
}

let building: Promise<string> | undefined;

/** Once per process of the test runner. */
function builtDouble(): Promise<string> {
  building ??= (async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'electron-double-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return (await buildDouble(folder)).run;
  })();
  return building;
}

async function launchDouble(args: readonly string[], env: Record<string, string>): Promise<ElectronApp> {
  const run = await builtDouble();
  const child = fork(run, args, {
    cwd: root,
    execArgv: ['--enable-source-maps'],
    env: { ...env, DOUBLE_CHROMIUM: ensureChromium() },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = collectOutput(child);
  const exitCode = exitCodeOf(child);
  const browser = await chromium.connectOverCDP(await browserAddress(child, exitCode, output));
  return {
    kind: 'double',
    nextWindow: windowsOf(browser),
    evaluate: evaluator(child, exitCode),
    exitCode,
    output,
    async dispose() {
      await browser.close();
      if (child.connected) child.disconnect();
      await exitCode;
    },
  };
}

async function browserAddress(child: ChildProcess, exitCode: Promise<number | null>, output: () => string): Promise<string> {
  const told = new Promise<string>((resolve) => {
    child.on('message', (message: ToTest) => {
      if (message.type === 'browser') resolve(message.webSocketUrl);
    });
  });
  const ended = exitCode.then((code): never => {
    throw new Error(`The app ended with ${code} before its browser was there:\n${output()}`);
  });
  return Promise.race([told, ended]);
}

function windowsOf(browser: Browser): () => Promise<Page> {
  const windows = new Windows();
  const isOfApp = (page: Page) => page.url().startsWith('http://127.0.0.1:');
  const watch = (page: Page) => {
    if (isOfApp(page)) windows.add(page);
    else page.once('domcontentloaded', () => watch(page));
  };
  for (const context of browser.contexts()) {
    context.pages().forEach(watch);
    context.on('page', watch);
  }
  return () => windows.next();
}

function evaluator(child: ChildProcess, exitCode: Promise<number | null>): ElectronApp['evaluate'] {
  const waiting = new Map<number, (message: ToTest & { readonly type: 'evaluated' }) => void>();
  let nextId = 1;
  child.on('message', (message: ToTest) => {
    if (message.type === 'evaluated') waiting.get(message.id)?.(message);
  });
  return (task, argument) =>
    new Promise((resolve, reject) => {
      const request: Evaluate = { id: nextId++, source: String(task), argument };
      waiting.set(request.id, (answer) => (answer.ok ? resolve(answer.value as never) : reject(new Error(answer.message))));
      void exitCode.then((code) => reject(new Error(`The app ended with ${code}.`)));
      child.send(request);
    });
}

/** Pages in the order in which they came, each given out once. */
class Windows {
  private readonly pages: Page[] = [];
  private readonly askers: ((page: Page) => void)[] = [];

  add(page: Page): void {
    const asker = this.askers.shift();
    if (asker) asker(page);
    else this.pages.push(page);
  }

  async next(): Promise<Page> {
    const page = this.pages.shift() ?? (await new Promise<Page>((resolve) => this.askers.push(resolve)));
    await page.waitForLoadState('load');
    return page;
  }
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += String(chunk);
    });
  }
  return () => text;
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
