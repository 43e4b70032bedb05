import { expect, test } from 'vitest';
import { Emitter } from '../core/base/emitter.ts';
import { silentLogger } from '../core/base/logger.ts';
import { fail, ok } from '../core/base/result.ts';
import { OpenShows } from './openShows.ts';
import type { RunningShow } from './runningShow.ts';

/** Shows and windows that only note what happens to them; questions are answered by the text of a button. */
class TestDesk {
  readonly log: string[] = [];
  readonly answers: string[] = [];
  readonly shows = new OpenShows({
    identify: async (showPath) => showPath.toLowerCase(),
    openShow: async (showPath) => (showPath.includes('missing') ? fail(`There is no ${showPath}.`) : ok(this.makeShow(showPath))),
    openWindow: (show, onCloseAsked) => {
      this.closeAsked = onCloseAsked;
      return this.makeWindow(show.path);
    },
    ask: (window) => async (question) => {
      this.log.push(`${window ? '' : 'no window: '}${question.message}`);
      return question.buttons.indexOf(this.answers.shift() ?? '');
    },
    onDidChange: () => {},
    logger: silentLogger,
  });
  closeAsked: () => void = () => {};

  private makeWindow(showPath: string) {
    this.log.push(`window of ${showPath}`);
    return {
      bringToFront: () => this.log.push(`${showPath} to the front`),
      destroy: () => this.log.push(`window of ${showPath} gone`),
    };
  }

  private makeShow(showPath: string): RunningShow {
    this.log.push(`open ${showPath}`);
    return {
      path: showPath,
      title: showPath,
      isDirty: false,
      isRunning: true,
      files: [showPath],
      onDidChange: new Emitter<void>(() => {}).event,
      attachClient: () => ({ dispose() {} }),
      save: async () => ok(undefined),
      saveAs: async () => ok(undefined),
      forgetUnsavedWork: () => {},
      dispose: async () => {
        this.log.push(`stop ${showPath}`);
      },
    };
  }
}

const running = (title: string) => `“${title}” is running.`;

test('a show opens once, however often and however it is spelled', async () => {
  const desk = new TestDesk();
  await Promise.all([desk.shows.open('a'), desk.shows.open('A')]);
  await desk.shows.open('a');
  expect(desk.log).toEqual(['open a', 'window of a', 'a to the front']);
});

test('a show that cannot be opened leaves nothing behind', async () => {
  const desk = new TestDesk();
  expect(await desk.shows.open('missing')).toEqual(fail('There is no missing.'));
  expect([desk.shows.isEmpty, desk.shows.wasOpened]).toEqual([true, false]);
});

test('a show that keeps running without a window is asked about without one, and can be stopped', async () => {
  const desk = new TestDesk();
  await desk.shows.open('a');
  const [show] = desk.shows.shows;
  if (!show) throw new Error('not open');
  desk.answers.push('Keep running', 'Stop the show');
  expect(await desk.shows.close(show)).toBe(true);
  expect(desk.shows.showsWithoutWindow).toEqual([show]);
  expect(await desk.shows.close(show)).toBe(true);
  expect(desk.log.slice(2)).toEqual([running('a'), 'window of a gone', `no window: ${running('a')}`, 'stop a']);
  expect(desk.shows.isEmpty).toBe(true);
});

test('a question that stands on the screen is not asked twice', async () => {
  const desk = new TestDesk();
  await desk.shows.open('a');
  const [show] = desk.shows.shows;
  if (!show) throw new Error('not open');
  desk.answers.push('Cancel');
  expect(await Promise.all([desk.shows.close(show), desk.shows.close(show)])).toEqual([false, false]);
  expect(desk.log.filter((line) => line === running('a')).length).toBe(1);
});

test('closing all ends at the first no', async () => {
  const desk = new TestDesk();
  for (const name of ['a', 'b', 'c']) await desk.shows.open(name);
  desk.answers.push('Stop the show', 'Cancel');
  expect(await desk.shows.closeAll()).toBe(false);
  expect(desk.shows.shows.map((show) => show.path)).toEqual(['b', 'c']);
});

test('closing all keeps going past a show that stays without a window, and says that something is left', async () => {
  const desk = new TestDesk();
  for (const name of ['a', 'b']) await desk.shows.open(name);
  desk.answers.push('Keep running', 'Stop the show');
  expect(await desk.shows.closeAll()).toBe(false);
  expect(desk.shows.showsWithoutWindow.map((show) => show.path)).toEqual(['a']);
});

test('a replaced show is stopped before the other one opens, and the app is never idle in between', async () => {
  const desk = new TestDesk();
  await desk.shows.open('a');
  const [show] = desk.shows.shows;
  if (!show) throw new Error('not open');
  const replacing = desk.shows.replace(show, 'b');
  await Promise.resolve();
  expect(desk.shows.isEmpty).toBe(false);
  await replacing;
  expect(desk.log).toEqual(['open a', 'window of a', 'window of a gone', 'stop a', 'open b', 'window of b']);
});
