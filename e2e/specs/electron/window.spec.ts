import { expect } from '@playwright/test';
import { answerQuestions, closeWindow, listenIn, quietShow, test, windowTitles } from './desktop.ts';

test('the example moves in the window: frames arrive over the port and none is lost', async ({ openApp }) => {
  const app = await openApp();
  const page = await app.nextWindow();
  expect(await windowTitles(app)).toEqual(['moving – PatchMonster']);
  expect(app.output()).toContain('patchmonster: the window is ready');
  await listenIn(page);

  await page.waitForFunction(() => window.desktopSpecEar.sequences.length > 60);
  const sequences = await page.evaluate(() => window.desktopSpecEar.sequences);
  const [first = 0] = sequences;
  expect(sequences).toEqual(sequences.map((_, index) => first + index));
});

test('the page is alone with what the preload shows it', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', '__doubleSend'].filter((name) => name in globalThis),
    isFrozen: Object.isFrozen(window.patchmonster),
    members: Object.keys(window.patchmonster ?? {}).sort(),
  }));
  expect(seen).toEqual({
    node: [],
    isFrozen: true,
    members: ['connect', 'newShow', 'onMenuCommand', 'openShow', 'platform', 'revealFile', 'saveShowAs'],
  });
  expect(await page.evaluate(() => fetch('https://example.org/').catch((error: Error) => error.message))).toBe('Failed to fetch');
  // Later than the evaluation itself, which the policy does not bind.
  const evaluated = await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return "it ran"')());
          } catch (error) {
            resolve(error instanceof EvalError ? 'refused' : String(error));
          }
        });
      }),
  );
  expect(evaluated).toBe('refused');
});

test('arguments that do not fit are refused', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  const reveal = (path: unknown) =>
    page.evaluate((path) => window.patchmonster?.revealFile(path as string).catch((error: Error) => error.message), path);
  const refused = "Error invoking remote method 'file:reveal': TypeError: file:reveal: the arguments do not fit.";
  expect(await reveal(7)).toBe(refused);
  expect(await reveal('x'.repeat(5000))).toBe(refused);
});

test('the page goes nowhere and opens nothing; links to the web open in the browser', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => {
      opened.push(url);
    };
  });
  const opened = () => app.evaluate((): string[] => Reflect.get(globalThis, 'opened'));

  const answers = await page.evaluate(() =>
    ['https://example.org/', 'file:///etc/passwd', 'http://example.org/', 'index.html'].map((url) => window.open(url)),
  );
  expect(answers).toEqual([null, null, null, null]);
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'https://example.org/link', target: '_blank' });
    document.body.append(link);
    link.click();
  });
  await expect.poll(opened).toEqual(['https://example.org/', 'https://example.org/link']);

  const before = page.url();
  await page.evaluate(() => {
    window.location.href = 'https://example.org/elsewhere';
  });
  // Still the same document: what it knew is there.
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  expect(await page.evaluate(() => Reflect.get(window, 'stayed'))).toBe(true);
  expect(page.url()).toBe(before);
  expect(await windowTitles(app)).toEqual(['show – PatchMonster']);
});

test('a reload gets a fresh link to the same show', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  await listenIn(page);
  await page.reload();
  await page.waitForFunction(() => window.desktopSpecEar.texts.some((text) => text.includes('"notice":"hello"')));
  expect(await page.evaluate(() => window.desktopSpecEar.ports.length)).toBe(1);
});

test('a page that dies is loaded again, and the show does not notice', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  await app.nextWindow();
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return new Promise<void>((resolve) => {
      // Only then: the first page may still be loading now.
      window?.webContents.once('render-process-gone', () => window.webContents.once('did-finish-load', () => resolve()));
      window?.webContents.forcefullyCrashRenderer();
    });
  });
  const heading = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.readyState + typeof window.patchmonster'),
  );
  expect(heading).toBe('completeobject');
  expect(app.output()).toContain('the show goes on');
  expect(await windowTitles(app)).toEqual(['show – PatchMonster']);
});

test('menu entries that the page carries out reach it', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  await page.evaluate(() => {
    const commands: string[] = [];
    Object.assign(window, { commands });
    window.patchmonster?.onMenuCommand((command) => commands.push(command));
  });
  for (const id of ['save', 'find']) await app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);
  await page.waitForFunction(() => Reflect.get(window, 'commands').length === 2);
  expect(await page.evaluate(() => Reflect.get(window, 'commands'))).toEqual(['save', 'find']);
});

test('stopping the show and closing its window ends the app with code 0', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  await app.nextWindow();
  await answerQuestions(app, 'Stop the show');
  await closeWindow(app);
  expect(await app.exitCode).toBe(0);
  expect(app.output()).toContain('patchmonster: ended');
});
