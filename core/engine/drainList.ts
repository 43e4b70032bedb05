import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { RunningInstance } from './runningInstance.ts';

/** An instance that was held back is looked at again after this. */
const holdBackMs = 1;

export interface DrainListOptions {
  readonly clock: Clock;
  /** Asks for a turn of the engine. */
  readonly wake: () => void;
  /** Takes what the instance published; true when more waits. */
  readonly drain: (instance: RunningInstance) => boolean;
  /** The instances that the instance feeds. */
  readonly targetsOf: (instance: RunningInstance) => readonly RunningInstance[];
}

/** The instances that wait to have their published events taken. One whose targets can't take more is held back for a moment. */
export class DrainList implements Disposable {
  private readonly waiting = new Set<RunningInstance>();
  private readonly heldBack = new Set<RunningInstance>();
  /** Drained, and what came of it may still be on its way. */
  private readonly unsettled = new Set<RunningInstance>();
  private timer: Disposable | undefined;

  constructor(private readonly options: DrainListOptions) {}

  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  add(instance: RunningInstance): void {
    this.waiting.add(instance);
  }

  /** Takes from each instance once. */
  drainEach(): void {
    const { drain, clock, wake } = this.options;
    for (const instance of [...this.waiting]) {
      this.waiting.delete(instance);
      if (this.isHeldBack(instance)) {
        this.heldBack.add(instance);
        continue;
      }
      this.unsettled.add(instance);
      if (drain(instance)) this.waiting.add(instance);
    }
    if (this.heldBack.size === 0) return;
    this.timer ??= clock.after(holdBackMs, () => {
      this.timer = undefined;
      wake();
    });
  }

  /** A new turn: what was held back gets another chance. */
  retryHeldBack(): void {
    for (const instance of this.heldBack) this.waiting.add(instance);
    this.heldBack.clear();
  }

  /** No event is on its way any more. */
  settle(): void {
    if (this.unsettled.size === 0) return;
    for (const instance of this.unsettled) instance.endpoint?.didSettle?.();
    this.unsettled.clear();
  }

  /** Forgets instances that are gone. */
  prune(): void {
    for (const list of [this.waiting, this.heldBack, this.unsettled]) {
      for (const instance of list) if (instance.hasEnded) list.delete(instance);
    }
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }

  private isHeldBack(source: RunningInstance): boolean {
    return this.options.targetsOf(source).some((target) => target.endpoint?.canAccept?.() === false);
  }
}
