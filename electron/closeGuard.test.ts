import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../core/base/result.ts';
import { decideClose, type Question } from './closeGuard.ts';

/** Closes a show, answering the questions by the text of a button, and tells what was asked and done, and what came of it. */
async function close(
  state: { readonly isRunning: boolean; readonly isDirty: boolean; readonly saved?: Result<void, string>; readonly hasDrafts?: boolean },
  ...answers: string[]
) {
  const asked: string[] = [];
  const show = {
    title: 'gala',
    isRunning: state.isRunning,
    isDirty: state.isDirty,
    save: async () => {
      asked.push('(save)');
      show.isDirty = state.hasDrafts ?? false;
      return state.saved ?? ok(undefined);
    },
    forgetUnsavedWork: () => {
      asked.push('(forget)');
    },
  };
  const ask = async (question: Question) => {
    asked.push(question.message);
    return question.buttons.indexOf(answers.shift() ?? '');
  };
  const decision = await decideClose(show, ask);
  return [...asked, decision];
}

const running = '“gala” is running.';
const unsaved = '“gala” has changes that are not saved.';

test('a show that neither runs nor changed closes without a question', async () => {
  expect(await close({ isRunning: false, isDirty: false })).toEqual(['stop']);
});

test('a running show may go on without its window, unsaved edits with it', async () => {
  expect(await close({ isRunning: true, isDirty: true }, 'Keep running')).toEqual([running, 'keepRunning']);
});

test('stopping a running show with unsaved edits asks for both', async () => {
  expect(await close({ isRunning: true, isDirty: true }, 'Stop the show', 'Save')).toEqual([running, unsaved, '(save)', 'stop']);
  expect(await close({ isRunning: true, isDirty: true }, 'Stop the show', 'Don’t save')).toEqual([running, unsaved, '(forget)', 'stop']);
});

test.each([['Cancel'], ['(dialog closed)']])('%s leaves everything as it is', async (answer) => {
  expect(await close({ isRunning: true, isDirty: false }, answer)).toEqual([running, 'cancel']);
  expect(await close({ isRunning: false, isDirty: true }, answer)).toEqual([unsaved, 'cancel']);
});

test('saving the show leaves Python that is being typed, and says so', async () => {
  const drafts = '“gala” has Python code in the editor that is not saved.';
  const state = { isRunning: false, isDirty: true, hasDrafts: true };
  expect(await close(state, 'Save', 'Go back')).toEqual([unsaved, '(save)', drafts, 'cancel']);
  expect(await close(state, 'Save', 'Close all the same')).toEqual([unsaved, '(save)', drafts, 'stop']);
});

test('edits that could not be saved keep the window open and say why', async () => {
  expect(await close({ isRunning: false, isDirty: true, saved: fail('The disk is full.') }, 'Save', 'OK')).toEqual([
    unsaved,
    '(save)',
    '“gala” could not be saved.',
    'cancel',
  ]);
});
