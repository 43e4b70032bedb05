import type { Clock } from '../../core/base/clock.ts';
import { type RunProblem, rollbackOffered } from '../../core/contract/instanceState.ts';
import type { PythonNotice } from '../../core/contract/pythonLink.ts';

type Reloaded = Extract<PythonNotice, { type: 'reloaded' }>;

/** Places where code raised that are shown at once; the console has them all. */
const maxRaised = 10;

export interface RollbackRule {
  /** A version that raises this often within `rollbackWindowMs` after it was swapped in is offered for roll-back. */
  readonly rollbackErrors: number;
  readonly rollbackWindowMs: number;
}

/** What is wrong with a running instance: standing problems of modules and handlers, a refused reload, and where code raised last. */
export class ProblemList {
  private standing: readonly RunProblem[] = [];
  /** By the file that was saved. */
  private readonly refused = new Map<string, RunProblem>();
  private readonly raised = new Map<string, RunProblem>();
  private offered: RunProblem | undefined;
  private swappedAtMs: number | undefined;
  private raisedSinceSwap = 0;

  constructor(
    private readonly clock: Clock,
    private readonly rule: () => RollbackRule,
    private readonly publish: (problems: readonly RunProblem[]) => void,
  ) {}

  setStanding(problems: readonly RunProblem[]): void {
    this.standing = problems;
    this.tell();
  }

  noteRaised(problems: readonly RunProblem[], count: number): void {
    let isNew = this.offerRollback(count);
    for (const problem of problems) {
      const place = `${problem.file ?? ''}:${problem.line ?? 0}`;
      isNew ||= this.raised.get(place)?.message !== problem.message;
      this.raised.delete(place);
      this.raised.set(place, problem);
    }
    for (const oldest of this.raised.keys()) {
      if (this.raised.size <= maxRaised) break;
      this.raised.delete(oldest);
    }
    if (isNew) this.tell();
  }

  didReload({ path, outcome, problem, problems, sources }: Reloaded): void {
    this.standing = problems;
    // Other files run anew as well, and with them what was refused for the sake of this one.
    for (const other of [path, ...Object.keys(sources)]) this.refused.delete(other);
    // A module that never ran has it as its standing problem.
    if (problem && !problems.some(({ message }) => message === problem.message)) this.refused.set(path, problem);
    if (outcome === 'swapped') {
      this.forgetMissing();
      this.raised.clear();
      this.offered = undefined;
      this.raisedSinceSwap = 0;
      this.swappedAtMs = this.clock.nowMs();
    }
    this.tell();
  }

  /** A saved version was refused without an answer of its worker. Told with the next status. */
  refuse(path: string, problem: RunProblem): void {
    this.refused.set(path, problem);
  }

  /** Everything is loaded anew. */
  forget(): void {
    this.refused.clear();
    this.offered = undefined;
    this.raised.clear();
  }

  /** A file that is gone may be one that nobody uses any more, and then it never comes back. */
  private forgetMissing(): void {
    for (const [path, { code }] of this.refused) if (code === 'python-module-missing') this.refused.delete(path);
  }

  /** True when the offer is new. */
  private offerRollback(count: number): boolean {
    const { rollbackErrors, rollbackWindowMs } = this.rule();
    if (this.offered || this.swappedAtMs === undefined || this.clock.nowMs() - this.swappedAtMs > rollbackWindowMs) return false;
    this.raisedSinceSwap += count;
    if (this.raisedSinceSwap < rollbackErrors) return false;
    const message = `The version that was saved last has raised ${this.raisedSinceSwap} times since; the one before it is in the history.`;
    this.offered = { code: rollbackOffered, message };
    return true;
  }

  private tell(): void {
    const offered = this.offered ? [this.offered] : [];
    this.publish([...this.standing, ...this.refused.values(), ...offered, ...this.raised.values()]);
  }
}
