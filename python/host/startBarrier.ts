import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposable.ts';

/** Whoever waits for the others: ready once its modules have loaded, or failed to. */
export interface BarrierMember {
  readonly isReady: boolean;
  start(): void;
}

/** Longest time that instances wait for each other. */
export const barrierLimitMs = 10_000;

/**
 * Python instances load in parallel, but none of them runs before all have loaded or 10 s have passed since the plan was
 * applied; those that are ready later start at once then.
 */
export class StartBarrier {
  private readonly waiting = new Set<BarrierMember>();
  private timer: Disposable | undefined;
  private isOpen = false;

  constructor(private readonly clock: Clock) {}

  join(member: BarrierMember): void {
    this.waiting.add(member);
    this.isOpen = false;
  }

  leave(member: BarrierMember): void {
    if (this.waiting.delete(member)) this.look();
  }

  /** All members of the plan have joined: from here the time counts. */
  close(): void {
    this.timer?.dispose();
    this.timer = this.clock.after(barrierLimitMs, () => {
      this.isOpen = true;
      this.look();
    });
    this.look();
  }

  /** A member has become ready. */
  look(): void {
    if (!this.timer) return;
    const members = [...this.waiting];
    if (!this.isOpen && !members.every((member) => member.isReady)) return;
    for (const member of members) {
      if (!member.isReady) continue;
      this.waiting.delete(member);
      member.start();
    }
    if (this.waiting.size === 0) {
      this.timer.dispose();
      this.timer = undefined;
    }
  }

  dispose(): void {
    this.timer?.dispose();
    this.waiting.clear();
  }
}
