import type { Disposable } from './disposable.ts';

/** All reading of time and all scheduling in `core/` goes through one of these, so that tests can own time. */
export interface Clock {
  /** Monotonic milliseconds with fractions; only differences mean anything. */
  nowMs(): number;
  /** Milliseconds since 1970, for people and files. */
  wallMs(): number;
  /** Runs `task` once after `delayMs` unless disposed before. */
  after(delayMs: number, task: () => void): Disposable;
  /** Runs `task` every `periodMs` until disposed. */
  every(periodMs: number, task: () => void): Disposable;
}
