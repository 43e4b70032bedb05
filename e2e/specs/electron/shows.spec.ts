import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { ElectronApp } from '../../electron-double/launch.ts';
import { answerQuestions, askedQuestions, listenIn, makeEdit, quietShow, test, windowTitles } from './desktop.ts';

const click = (app: ElectronApp, id: string) => app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);

const pick = (app: ElectronApp, file: string | undefined) =>
  app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: file === undefined, filePaths: file === undefined ? [] : [file] });
    dialog.showSaveDialog = async () => ({ canceled: file === undefined, filePath: file ?? '' });
  }, file);

test('another show opens in a window of its own, once, and is remembered', async ({ openShow }) => {
  const { app, folder } = await openShow({ 'show.cfg': quietShow, 'other.cfg': quietShow });
  await app.nextWindow();
  await pick(app, undefined);
  await click(app, 'open');
  await pick(app, folder.file('other.cfg'));
  await click(app, 'open');
  await app.nextWindow();
  await click(app, 'open');
  await expect.poll(() => windowTitles(app)).toEqual(['show – PatchMonster', 'other – PatchMonster']);

  const recent = () =>
    app.evaluate(
      ({ Menu }) =>
        Menu.getApplicationMenu()
          ?.getMenuItemById('recent')
          ?.submenu?.items.map((item) => item.label) ?? [],
    );
  await expect.poll(recent).toEqual([`other.cfg  (${folder.path})`, `show.cfg  (${folder.path})`, '', 'Clear This List']);
});

test('starting the app again brings its show to the window', async ({ openShow }) => {
  const { app, folder } = await openShow({ 'show.cfg': quietShow, 'second.cfg': quietShow });
  await app.nextWindow();
  await app.evaluate(({ app }, folder) => {
    app.emit('second-instance', {}, ['electron', '--no-sandbox', 'second.cfg'], folder);
  }, folder.path);
  await app.nextWindow();
  expect(await windowTitles(app)).toEqual(['show – PatchMonster', 'second – PatchMonster']);
});

test('a new show is made where the user says, and never over a file', async ({ openShow }) => {
  const { app, folder } = await openShow({ 'show.cfg': quietShow });
  await app.nextWindow();
  await pick(app, folder.file('fresh'));
  await click(app, 'new');
  await app.nextWindow();
  expect(folder.read('fresh.cfg')).toBe('[map]\n');

  await app.evaluate(({ dialog }) => {
    dialog.showErrorBox = (_title, content) => {
      Object.assign(globalThis, { complaint: content });
    };
  });
  await pick(app, folder.file('show.cfg'));
  await click(app, 'new');
  await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'complaint'))).toContain('is there already');
  expect(folder.read('show.cfg')).toBe(quietShow);
});

test('Save As takes unsaved edits along and goes on with the copy', async ({ openShow }) => {
  const { app, folder } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  await listenIn(page);
  await makeEdit(page, 'a.two', 'b.two');
  await expect.poll(() => windowTitles(app)).toEqual(['• show – PatchMonster']);

  await answerQuestions(app, 'Go on with the copy');
  await pick(app, folder.file('copy.cfg'));
  await click(app, 'save-as');
  await app.nextWindow();
  expect(await windowTitles(app)).toEqual(['copy – PatchMonster']);
  expect(readFileSync(folder.file('copy.cfg'), 'utf8')).toContain('a.two > b.two');
  expect(folder.read('show.cfg')).toBe(quietShow);
});

test('a show that is not there is told, and the example is one click away', async ({ openShow }) => {
  const { app, folder } = await openShow({ 'show.cfg': quietShow });
  await app.nextWindow();
  await answerQuestions(app, 'Open the example');
  await pick(app, folder.file('missing.cfg'));
  await click(app, 'open');
  await app.nextWindow();
  expect(await askedQuestions(app)).toEqual(['missing.cfg could not be opened.']);
  expect(await windowTitles(app)).toEqual(['show – PatchMonster', 'moving – PatchMonster']);
});

test('a show full of mistakes opens all the same', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': 'nonsense\n[nothing here]\n[loopback a]\n[map]\na.x > nobody.y\n' });
  const page = await app.nextWindow();
  await listenIn(page);
  const problems = await page.evaluate(() => {
    const hello = window.desktopSpecEar.texts.map((text) => JSON.parse(text)).find((message) => message.notice === 'hello');
    return hello.hello.view.problems.length;
  });
  expect(problems).toBeGreaterThan(2);
});
