import type { Clock } from './clock.ts';
import { toDisposable } from './disposable.ts';

/** The real clock. Composition roots make one and pass it down. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return toDisposable(() => clearTimeout(timer));
  },
  every(periodMs, task) {
    const timer = setInterval(task, periodMs);
    return toDisposable(() => clearInterval(timer));
  },
};
