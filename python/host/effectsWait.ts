import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposable.ts';

/** Another instance that routes lead to, which may have received what this one put out. */
export interface Downstream {
  /** Events that were delivered to it and not handled yet. */
  readonly waitingEvents: number;
  /** Counts what was delivered to it; wraps. */
  readonly deliveredIndex: number;
  /** Counts what it has handled; wraps. */
  readonly handledIndex: number;
  /** Nothing that it has put out is on its way. */
  readonly isSettled: boolean;
  /** Asks to be told by `look` when it has handled something. */
  tellWhenHandled(): void;
}

/** So long an instance's intervals and functions of sockets wait for others at most. */
export const effectsLimitMs = 200;

/**
 * Holds back an instance's intervals and functions of sockets until the instances behind it have answered what it put out before, as if
 * all were one thread. An instance that doesn't answer in time is not waited for again until it has caught up, so that a slow one delays
 * nobody for long.
 */
export class EffectsWait {
  private readonly awaited = new Map<Downstream, number>();
  /** Those that didn't answer in time, with what had been delivered to them when they were last looked at. */
  private readonly slow = new WeakMap<Downstream, number>();
  private limit: Disposable | undefined;
  private routedIndex = 0;

  constructor(
    private readonly clock: Clock,
    private readonly others: () => Iterable<Downstream>,
    private readonly didSettle: (routedIndex: number) => void,
  ) {}

  /** Everything up to the index was routed and delivered. */
  begin(routedIndex: number): void {
    this.routedIndex = routedIndex;
    if (this.awaited.size > 0) return;
    for (const other of this.others()) {
      if (other.waitingEvents === 0 || this.isBehind(other)) continue;
      this.awaited.set(other, other.deliveredIndex);
      other.tellWhenHandled();
    }
    if (this.awaited.size > 0) this.limit = this.clock.after(effectsLimitMs, () => this.giveUp());
    this.look(true);
  }

  /** Some instance has gone on. */
  look(isNew = false): void {
    if (!isNew && this.awaited.size === 0) return;
    for (const [other, target] of this.awaited) {
      if (((other.handledIndex - target) | 0) >= 0) {
        if (other.isSettled) this.awaited.delete(other);
      } else other.tellWhenHandled();
    }
    if (this.awaited.size === 0) this.end();
  }

  dispose(): void {
    this.limit?.dispose();
    this.awaited.clear();
  }

  private isBehind(other: Downstream): boolean {
    const delivered = this.slow.get(other);
    if (delivered === undefined) return false;
    const isBehind = ((other.handledIndex - delivered) | 0) < 0;
    if (isBehind) this.slow.set(other, other.deliveredIndex);
    else this.slow.delete(other);
    return isBehind;
  }

  private giveUp(): void {
    for (const other of this.awaited.keys()) this.slow.set(other, other.deliveredIndex);
    this.awaited.clear();
    this.end();
  }

  private end(): void {
    this.limit?.dispose();
    this.didSettle(this.routedIndex);
  }
}
