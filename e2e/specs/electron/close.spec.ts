import { expect } from '@playwright/test';
import { answerQuestions, askedQuestions, closeWindow, listenIn, makeEdit, quietShow, test, windowTitles } from './desktop.ts';

const running = '“show” is running.';
const unsaved = '“show” has changes that are not saved.';

test('a running show may go on without its window, and gives it back', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  await app.nextWindow();
  await answerQuestions(app, 'Cancel', 'Keep running');
  await closeWindow(app);
  await expect.poll(() => askedQuestions(app)).toEqual([running]);
  expect(await windowTitles(app)).toEqual(['show – PatchMonster']);

  await closeWindow(app);
  await expect.poll(() => windowTitles(app)).toEqual([]);
  await app.evaluate(({ app }) => {
    app.emit('activate');
  });
  const page = await app.nextWindow();
  await listenIn(page);
  expect(await windowTitles(app)).toEqual(['show – PatchMonster']);
  expect(await askedQuestions(app)).toEqual([running, running]);
});

test('unsaved edits are asked about, and saving writes them', async ({ openShow }) => {
  const { app, folder } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  await listenIn(page);
  await makeEdit(page, 'a.two', 'b.two');
  await expect.poll(() => windowTitles(app)).toEqual(['• show – PatchMonster']);

  await answerQuestions(app, 'Stop the show', 'Cancel', 'Stop the show', 'Save');
  await closeWindow(app);
  await expect.poll(() => askedQuestions(app)).toEqual([running, unsaved]);
  expect(folder.read('show.cfg')).toBe(quietShow);

  await closeWindow(app);
  expect(await app.exitCode).toBe(0);
  expect(folder.read('show.cfg')).toContain('a.two > b.two');
});

test('quitting asks the same, and a no stays a no', async ({ openShow }) => {
  const { app, folder } = await openShow({ 'show.cfg': quietShow });
  const page = await app.nextWindow();
  await listenIn(page);
  await makeEdit(page, 'a.two', 'b.two');
  await expect.poll(() => windowTitles(app)).toEqual(['• show – PatchMonster']);

  await answerQuestions(app, 'Cancel', 'Stop the show', 'Don’t save');
  await app.evaluate(({ app }) => app.quit());
  await expect.poll(() => askedQuestions(app)).toEqual([running]);
  expect(await windowTitles(app)).toEqual(['• show – PatchMonster']);

  await app.evaluate(({ app }) => app.quit());
  expect(await app.exitCode).toBe(0);
  expect(folder.read('show.cfg')).toBe(quietShow);
});

test('a terminal that says stop is not asked back', async ({ openShow }) => {
  const { app } = await openShow({ 'show.cfg': quietShow });
  await app.nextWindow();
  await app.evaluate(() => {
    process.kill(process.pid, 'SIGTERM');
  });
  expect(await app.exitCode).toBe(0);
});
