import type { Clock } from '../../core/base/clock.ts';

const windowMs = 60_000;
const quickReplacements = 5;
const slowDelayMs = 10_000;

/** Replaces a worker at once, unless it happened five times within a minute: then with pauses, so that the machine stays free. */
export class ReplacementBackOff {
  private times: number[] = [];

  constructor(private readonly clock: Clock) {}

  /** Milliseconds to wait before the next replacement, which this call counts. */
  next(): number {
    const nowMs = this.clock.nowMs();
    this.times = this.times.filter((timeMs) => nowMs - timeMs < windowMs);
    this.times.push(nowMs);
    return this.times.length > quickReplacements ? slowDelayMs : 0;
  }
}
