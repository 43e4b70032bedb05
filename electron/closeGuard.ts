/** What closing a window or the whole app means while a show runs or has unsaved edits. Knows no Electron. */
import type { RunningShow } from './runningShow.ts';

/** `keepRunning`: the window goes, the show stays. `stop`: both go. `cancel`: both stay. */
export type CloseDecision = 'keepRunning' | 'stop' | 'cancel';

export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  /** Button that Enter presses. */
  readonly defaultId: number;
  /** Button that Escape presses. */
  readonly cancelId: number;
}

/** Shows a question and answers with the index of a button. */
export type Ask = (question: Question) => Promise<number>;

type GuardedShow = Pick<RunningShow, 'title' | 'isDirty' | 'isRunning' | 'save' | 'forgetUnsavedWork'>;

export async function decideClose(show: GuardedShow, ask: Ask): Promise<CloseDecision> {
  if (show.isRunning) {
    const answer = await ask(runningQuestion(show.title));
    if (answer === 0) return 'keepRunning';
    if (answer !== 1) return 'cancel';
  }
  return (await settleUnsavedEdits(show, ask)) ? 'stop' : 'cancel';
}

/** True when nothing is left to lose: saved, or thrown away on purpose. */
async function settleUnsavedEdits(show: GuardedShow, ask: Ask): Promise<boolean> {
  if (!show.isDirty) return true;
  const answer = await ask(unsavedQuestion(show.title));
  if (answer === 1) {
    show.forgetUnsavedWork();
    return true;
  }
  if (answer !== 0) return false;
  const saved = await show.save();
  if (!saved.ok) {
    await ask(notSavedMessage(show.title, saved.error));
    return false;
  }
  // Saving the show does not save Python that is still being typed: saving a module runs it, and that is the user's to say.
  return !show.isDirty || (await ask(draftsQuestion(show.title))) === 1;
}

function runningQuestion(title: string): Question {
  return {
    message: `“${title}” is running.`,
    detail: 'It can go on without a window. To get the window back, use the icon in the tray or the dock, or start PatchMonster again.',
    buttons: ['Keep running', 'Stop the show', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  };
}

function unsavedQuestion(title: string): Question {
  return {
    message: `“${title}” has changes that are not saved.`,
    detail: 'Without saving they are lost.',
    buttons: ['Save', 'Don’t save', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  };
}

function draftsQuestion(title: string): Question {
  return {
    message: `“${title}” has Python code in the editor that is not saved.`,
    detail: 'It is kept, and offered when the show is opened the next time.',
    buttons: ['Go back', 'Close all the same'],
    defaultId: 0,
    cancelId: 0,
  };
}

function notSavedMessage(title: string, reason: string): Question {
  return { message: `“${title}” could not be saved.`, detail: reason, buttons: ['OK'], defaultId: 0, cancelId: 0 };
}
