import type { Clock } from '../../core/base/clock.ts';

/** What a cleanup handler gets beyond its budget: the watchdog interrupts it first. */
const graceMs = 500;
/** Kept for each instance that cleans up later: enough for a handler that says goodbye. */
const keptMs = 300;

/**
 * The time of one instance's cleanup handler, of what is left for it and those that follow. Handlers that hang must not use up the
 * time of the others; the last one may wait (for a device, say) as long as there is time at all.
 */
export function cleanUpLimitMs(leftMs: number, handlerBudgetMs: number, following: number): number {
  if (following === 0) return Math.max(0, leftMs);
  const evenShareMs = leftMs / (following + 1);
  return Math.max(0, evenShareMs, Math.min(handlerBudgetMs + graceMs, leftMs - following * keptMs));
}

/** Waits for a worker's cleanup handler, but not for ever. */
export class CleanUpWait {
  private resolve: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly didTimeOut: () => void,
  ) {}

  /** Resolves when the handler has ended, its worker has died, or its time is up. */
  begin(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const limit = this.clock.after(limitMs, () => {
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
