import type { Clock } from '../../core/base/clock.ts';

/** What a cleanup handler gets beyond its budget: the watchdog interrupts it first. */
const graceMs = 500;

/** Waits for a worker's cleanup handler, but not for ever. */
export class CleanUpWait {
  private resolve: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly didTimeOut: () => void,
  ) {}

  /** Resolves when the handler has ended, its worker has died, or its time or that of all is up. */
  begin(deadlineMs: number, handlerBudgetMs: number): Promise<void> {
    return new Promise((resolve) => {
      // The others want to clean up as well.
      const limit = this.clock.after(Math.max(0, Math.min(deadlineMs - this.clock.nowMs(), handlerBudgetMs + graceMs)), () => {
        this.didTimeOut();
        this.end();
      });
      this.resolve = () => {
        limit.dispose();
        this.resolve = undefined;
        resolve();
      };
    });
  }

  end(): void {
    this.resolve?.();
  }
}
