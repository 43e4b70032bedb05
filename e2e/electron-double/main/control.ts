/** The test's way into the app's main process: the shape of Playwright's `ElectronApplication.evaluate`, over Node's IPC. */
import { letAppBeReady } from './app.ts';
import { closeBrowser, startBrowser } from './browser.ts';
import { emulated } from './emulated.ts';

export interface Evaluate {
  readonly id: number;
  /** The text of a function of (electron, argument). */
  readonly source: string;
  readonly argument: unknown;
}

export type ToTest =
  | { readonly type: 'browser'; readonly webSocketUrl: string }
  | { readonly type: 'evaluated'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'evaluated'; readonly id: number; readonly ok: false; readonly message: string };

/** Runs the app while the test is there: starts the browser, tells the test where it is, loads the app, answers evaluations. */
export async function serveTest(loadApp: () => Promise<unknown>): Promise<void> {
  process.on('message', (message: Evaluate) => void answer(message));
  process.on('disconnect', () => {
    void closeBrowser().then(() => process.exit(1));
  });
  const { webSocketUrl } = await startBrowser(process.env.DOUBLE_CHROMIUM ?? '');
  send({ type: 'browser', webSocketUrl });
  await loadApp();
  letAppBeReady();
}

async function answer({ id, source, argument }: Evaluate): Promise<void> {
  try {
    // Indirect, so that the function sees globals only, as in the real process.
    // biome-ignore lint/security/noGlobalEval: running the test's functions is what this is for.
    const evaluate: (electron: unknown, argument: unknown) => unknown = globalThis.eval(`(${source})`);
    send({ type: 'evaluated', id, ok: true, value: await evaluate(emulated, argument) });
  } catch (error) {
    send({ type: 'evaluated', id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function send(message: ToTest): void {
  process.send?.(message);
}
