import type { Clock } from '../../core/base/clock.ts';
import type { FileChangeOutcome } from '../../core/contract/engineLink.ts';
import type { RunProblem } from '../../core/contract/instanceState.ts';

/** A reload that takes longer than this is answered with what it is: not done. */
const reloadLimitMs = 15_000;

export interface FileChange {
  readonly id: number;
  readonly path: string;
}

interface Waiting {
  readonly change: FileChange;
  readonly answer: (outcome: FileChangeOutcome) => void;
}

/** The saved files that an instance's worker is asked to take over, each answered exactly once. */
export class FileTakeovers {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private untilLive: FileChange[] = [];

  constructor(
    private readonly instance: string,
    private readonly clock: Clock,
    private readonly post: (change: FileChange) => void,
  ) {}

  /** `isLive` is false while the instance starts: nobody knows then which version it has read, so it is asked afterwards. */
  ask(path: string, isLive: boolean): Promise<FileChangeOutcome> {
    const change = { id: ++this.lastId, path };
    return new Promise((resolve) => {
      const limit = this.clock.after(reloadLimitMs, () => this.answer(change.id, 'kept', reloadLimitMs, null));
      const answer = (outcome: FileChangeOutcome) => {
        limit.dispose();
        this.waiting.delete(change.id);
        resolve(outcome);
      };
      this.waiting.set(change.id, { change, answer });
      if (isLive) this.post(change);
      else this.untilLive.push(change);
    });
  }

  didGoLive(): void {
    for (const change of this.untilLive.splice(0)) this.post(change);
  }

  answer(id: number, outcome: FileChangeOutcome['outcome'], tookMs: number, problem: RunProblem | null): void {
    this.waiting.get(id)?.answer({ ...this.outcome(outcome, tookMs), ...(problem ? { problem } : {}) });
  }

  /** The worker was lost with this file, by the oldest of its versions that wait. */
  refuse(path: string, problem: RunProblem): void {
    const lost = [...this.waiting.values()].find(({ change }) => change.path === path);
    if (lost) this.answer(lost.change.id, 'kept', 0, problem);
  }

  /** The worker that was asked is gone; the next one is asked again once it is live. Returns the files. */
  postpone(): readonly string[] {
    this.untilLive = [...this.waiting.values()].map(({ change }) => change);
    return this.untilLive.map(({ path }) => path);
  }

  answerAll(outcome: FileChangeOutcome['outcome']): void {
    this.untilLive = [];
    for (const id of [...this.waiting.keys()]) this.answer(id, outcome, 0, null);
  }

  outcome(outcome: FileChangeOutcome['outcome'], tookMs: number): FileChangeOutcome {
    return { instance: this.instance, outcome, tookMs };
  }
}
