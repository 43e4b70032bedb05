import os from 'node:os';
import path from 'node:path';
import { strict } from '../shared/strict.ts';
import { closeBrowser } from './browser.ts';
import { emitPreventable, KnownEvents } from './events.ts';
import { sessionIsReady } from './session.ts';
import { windowRegistry } from './windowRegistry.ts';

let theApp: App;
/** The browser is there and the app's own code has run to its end. */
export let letAppBeReady: () => void;

export const appEvents = [
  'activate',
  'before-quit',
  'open-file',
  'quit',
  'ready',
  'second-instance',
  'will-quit',
  'window-all-closed',
] as const;

class App extends KnownEvents {
  readonly isPackaged = false;
  readonly #ready: Promise<void>;
  #resolveReady: () => void = () => {};
  #isReady = false;
  #isQuitting = false;

  constructor() {
    super('app', appEvents);
    this.#ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
  }

  static {
    theApp = new App();
    letAppBeReady = () => theApp.#start();
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getAppPath(): string {
    return path.dirname(process.argv[1] ?? process.cwd());
  }

  getPath(name: string): string {
    if (name === 'userData') return userDataFolder();
    if (name === 'home') return os.homedir();
    if (name === 'temp') return os.tmpdir();
    throw new Error(`electron double: the path of ${name} is not implemented`);
  }

  /** There is never another one. */
  requestSingleInstanceLock(): boolean {
    return true;
  }

  addRecentDocument(_file: string): void {}

  /** Closes all windows and ends, unless someone prevents it. */
  quit(): void {
    if (this.#isQuitting || !emitPreventable(this, 'before-quit')) return;
    this.#isQuitting = true;
    for (const window of windowRegistry.all()) {
      window.close();
      if (!window.isDestroyed()) {
        this.#isQuitting = false;
        return;
      }
    }
    void this.#finish();
  }

  exit(code = 0): void {
    void endProcess(code);
  }

  #start(): void {
    this.#isReady = true;
    sessionIsReady();
    windowRegistry.setReady(() => this.#onLastWindowClosed());
    this.emit('ready');
    this.#resolveReady();
  }

  #onLastWindowClosed(): void {
    if (this.#isQuitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  async #finish(): Promise<void> {
    if (!emitPreventable(this, 'will-quit')) {
      this.#isQuitting = false;
      return;
    }
    this.emit('quit', {}, 0);
    await endProcess(0);
  }
}

/** As `--user-data-dir` says, which the double needs so that tests keep out of the user's own settings. */
function userDataFolder(): string {
  const given = process.argv.find((argument) => argument.startsWith('--user-data-dir='));
  if (given === undefined) throw new Error('electron double: start it with --user-data-dir=...');
  return given.slice('--user-data-dir='.length);
}

async function endProcess(code: number): Promise<void> {
  await closeBrowser();
  process.exit(code);
}

export const app = strict('app', theApp);
