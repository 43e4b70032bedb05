import type { Clock } from './clock.ts';
import type { Disposable } from './disposable.ts';

const firstDelayMs = 500;
const longestDelayMs = 10_000;

/** Tries something again and again with growing pauses: 0.5 s, then twice as long each time up to 10 s. */
export class Retry implements Disposable {
  private nextDelayMs = firstDelayMs;
  private waiting: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly attempt: () => void,
  ) {}

  /** Plans the next attempt; one that is planned already stays. */
  later(): void {
    if (this.waiting) return;
    const delayMs = this.nextDelayMs;
    this.nextDelayMs = Math.min(longestDelayMs, delayMs * 2);
    this.waiting = this.clock.after(delayMs, () => {
      this.waiting = undefined;
      this.attempt();
    });
  }

  /** It worked: the next trouble starts with the short pause again. */
  succeeded(): void {
    this.dispose();
    this.nextDelayMs = firstDelayMs;
  }

  /** Cancels the planned attempt. */
  dispose(): void {
    this.waiting?.dispose();
    this.waiting = undefined;
  }
}
