import type { RunProblem } from '../../core/contract/instanceState.ts';

/** Places where code raised that are shown at once; the console has them all. */
const maxRaised = 10;

/** What is wrong with a running instance: standing problems of modules and handlers, a refused reload, and where code raised last. */
export class ProblemList {
  private standing: readonly RunProblem[] = [];
  private refused: RunProblem | undefined;
  private readonly raised = new Map<string, RunProblem>();

  constructor(private readonly publish: (problems: readonly RunProblem[]) => void) {}

  setStanding(problems: readonly RunProblem[]): void {
    this.standing = problems;
    this.tell();
  }

  noteRaised(problems: readonly RunProblem[]): void {
    let isNew = false;
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

  didReload(isSwapped: boolean, standing: readonly RunProblem[], refused: RunProblem | null): void {
    this.standing = standing;
    this.refused = refused ?? undefined;
    if (isSwapped) this.raised.clear();
    this.tell();
  }

  private tell(): void {
    this.publish([...this.standing, ...(this.refused ? [this.refused] : []), ...this.raised.values()]);
  }
}
