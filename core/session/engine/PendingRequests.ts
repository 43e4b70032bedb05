import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { fail, ok, type Result } from '../../base/result.ts';

interface Pending {
  readonly settle: (result: Result<unknown, string>) => void;
  timer: Disposable;
}

/** A timeout that comes so much too late: this process did not run either (the machine slept), so the other side gets its time anew. */
const gapMs = 1_000;

/** Requests that wait for their reply: each is settled exactly once, by the reply, the timeout or the other side's death. */
export class PendingRequests {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  constructor(private readonly clock: Clock) {}

  /** `send` gets the id that the reply must carry. */
  open(timeoutMs: number, send: (id: number) => void): Promise<Result<unknown, string>> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.pending.set(id, { settle: resolve, timer: this.startTimer(id, timeoutMs) });
      send(id);
    });
  }

  resolve(id: number, value: unknown): void {
    this.settle(id, ok(value));
  }

  reject(id: number, message: string): void {
    this.settle(id, fail(message));
  }

  rejectAll(message: string): void {
    for (const id of [...this.pending.keys()]) this.reject(id, message);
  }

  get count(): number {
    return this.pending.size;
  }

  private startTimer(id: number, timeoutMs: number): Disposable {
    const dueMs = this.clock.nowMs() + timeoutMs;
    return this.clock.after(timeoutMs, () => {
      const entry = this.pending.get(id);
      if (entry && this.clock.nowMs() - dueMs >= gapMs) entry.timer = this.startTimer(id, timeoutMs);
      else this.settle(id, fail(`No answer within ${Math.round(timeoutMs / 1000)} s.`));
    });
  }

  /** Late and unknown replies fall through. */
  private settle(id: number, result: Result<unknown, string>): void {
    const entry = this.pending.get(id);
    if (!entry) return;
    this.pending.delete(id);
    entry.timer.dispose();
    entry.settle(result);
  }
}
