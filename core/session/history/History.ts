import type { HistoryKind, HistoryState } from '../../contract/clientLink.ts';

/** Beyond these the oldest steps are forgotten. */
const maxSteps = 500;
const maxBytes = 64 * 1024 * 1024;

export interface HistoryEntry<Step> {
  readonly title: string;
  readonly kind: HistoryKind;
  readonly step: Step;
  /** What keeping the step costs. */
  readonly sizeBytes: number;
}

/** One stack of undo and redo over everything that is done to a show. What a step is, the session knows. */
export class History<Step> {
  private done: HistoryEntry<Step>[] = [];
  private undone: HistoryEntry<Step>[] = [];

  /** A new deed; what was undone before it can't be redone any more. */
  push(entry: HistoryEntry<Step>): void {
    this.done.push(entry);
    this.undone = [];
    let bytes = this.done.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    while (this.done.length > maxSteps || (bytes > maxBytes && this.done.length > 1)) bytes -= this.done.shift()?.sizeBytes ?? 0;
  }

  get nextUndo(): HistoryEntry<Step> | undefined {
    return this.done.at(-1);
  }

  get nextRedo(): HistoryEntry<Step> | undefined {
    return this.undone.at(-1);
  }

  /** Moves the last deed to the redo side; `step` is what redoes it. */
  didUndo(step: Step): void {
    const entry = this.done.pop();
    if (entry) this.undone.push({ ...entry, step });
  }

  didRedo(step: Step): void {
    const entry = this.undone.pop();
    if (entry) this.done.push({ ...entry, step });
  }

  /** Forgets deeds that can't be undone any more. */
  clear(): void {
    this.done = [];
    this.undone = [];
  }

  get state(): HistoryState {
    return { undoTitle: this.nextUndo?.title ?? null, redoTitle: this.nextRedo?.title ?? null };
  }
}
