/** Fixtures and helpers of the desktop specs: the app in Electron or its double, and an ear on the link of a window. */
import { test as base, type Page } from '@playwright/test';
import { ShowFolder } from '../../driver/showFolder.ts';
import '../../../renderer/link/desktopHost.ts';
import { type ElectronApp, launchApp } from '../../electron-double/launch.ts';

export interface OpenedShow {
  readonly app: ElectronApp;
  readonly folder: ShowFolder;
}

interface Fixtures {
  /** Starts the app with arguments; without any it opens the example. It is gone after the test. */
  readonly openApp: (...args: string[]) => Promise<ElectronApp>;
  /** Starts the app with `show.cfg` of a new folder. */
  readonly openShow: (files: Readonly<Record<string, string>>) => Promise<OpenedShow>;
}

export const test = base.extend<Fixtures>({
  openApp: async ({ browserName: _ }, use) => {
    const apps: ElectronApp[] = [];
    await use(async (...args) => {
      const app = await launchApp(args);
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.dispose();
  },
  openShow: async ({ openApp }, use) => {
    const folders: ShowFolder[] = [];
    await use(async (files) => {
      const folder = new ShowFolder(files);
      folders.push(folder);
      return { app: await openApp(folder.file('show.cfg')), folder };
    });
    for (const folder of folders) folder.dispose();
  },
});

/** A show that needs nothing: no Python, no port. */
export const quietShow = '[loopback a]\n\n[loopback b]\n\n[map]\na.one > b.one\n';

interface Ear {
  readonly ports: MessagePort[];
  readonly texts: string[];
  readonly sequences: number[];
}

declare global {
  interface Window {
    desktopSpecEar: Ear;
  }
}

/**
 * Loads the page anew and listens in on its link: what arrives is noted, and goes on to the page. The page answers and acknowledges
 * as ever.
 */
export async function listenIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ear: Ear = { ports: [], texts: [], sequences: [] };
    window.desktopSpecEar = ear;
    window.addEventListener('message', ({ data, ports: [port] }) => {
      if (data?.type !== 'patchmonster:link' || !port) return;
      ear.ports.push(port);
      port.addEventListener('message', (message) => {
        if (typeof message.data === 'string') ear.texts.push(message.data);
        else ear.sequences.push(new DataView(message.data.buffer, message.data.byteOffset).getUint32(4, true));
      });
    });
  });
  await page.reload();
  await page.waitForFunction(() => window.desktopSpecEar.texts.some((text) => text.includes('"notice":"hello"')));
}

/** Adds a wire over the page's own link, which makes the show dirty. */
export async function makeEdit(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(
    ([from, to]) => {
      const { texts, ports } = window.desktopSpecEar;
      const views = texts.map((text) => JSON.parse(text)).flatMap(({ hello, view }) => hello?.view ?? view ?? []);
      const { revision } = views.at(-1);
      const edits = [{ kind: 'addWire', from, to, direction: 'forward' }];
      ports.at(-1)?.postMessage(JSON.stringify({ id: 1_000_000, method: 'edit', revision, edits }));
    },
    [from, to] as const,
  );
}

/** Answers the questions of the app in turn with a button's text; one that is not expected is cancelled. */
export async function answerQuestions(app: ElectronApp, ...answers: string[]): Promise<void> {
  await app.evaluate(({ dialog }, answers) => {
    const asked: string[] = [];
    Object.assign(globalThis, { askedQuestions: asked });
    dialog.showMessageBox = async (...args: unknown[]) => {
      const options = args.at(-1);
      const { message, buttons } = options as { message: string; buttons: string[] };
      asked.push(message);
      const response = buttons.indexOf(answers.shift() ?? 'Cancel');
      return { response, checkboxChecked: false };
    };
  }, answers);
}

/** The questions since `answerQuestions`. */
export function askedQuestions(app: ElectronApp): Promise<string[]> {
  return app.evaluate(() => Reflect.get(globalThis, 'askedQuestions'));
}

export function windowTitles(app: ElectronApp): Promise<string[]> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));
}

/** Closes the front window as its button does. */
export function closeWindow(app: ElectronApp): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)?.close());
}
