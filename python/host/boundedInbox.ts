import type { Clock } from '../../core/base/clock.ts';
import type { EventRing } from '../../core/contract/eventRing.ts';
import { stallLimitMs } from '../../core/contract/pythonLink.ts';

/** Events beyond the ring that are kept in order while the consumer makes progress. */
const backlogLimit = 1 << 16;

/**
 * Events on their way to one Python worker. What doesn't fit into the ring waits behind it in order; once the consumer makes no
 * progress, only the newest value per channel is kept, the others are counted as coalesced, and nobody is held back any more.
 */
export class BoundedInbox {
  private backlogSlots: number[] = [];
  private backlogValues: number[] = [];
  private readonly newest = new Map<number, number>();
  private seenReadIndex = 0;
  private progressMs = 0;

  constructor(
    readonly ring: EventRing,
    private readonly clock: Clock,
    private readonly countCoalesced: (events: number) => void,
  ) {}

  /** Takes all events, whatever happens. They are visible to the consumer when this returns, as far as they fit. */
  deliver(slots: Int32Array, values: Float64Array, count: number): void {
    let taken = 0;
    if (this.isFlowing) {
      taken = this.ring.stage(slots, values, 0, count);
      this.ring.publish();
      if (taken === count) return;
      this.seenReadIndex = this.ring.readIndex;
      this.progressMs = this.clock.nowMs();
    }
    for (; taken < count; taken++) this.keep(slots[taken]!, values[taken]!);
    this.ring.announceWaiting();
    this.flush();
  }

  /** Moves what waits into the ring as far as there is room: after the consumer has released something. */
  flush(): void {
    if (this.isFlowing) return;
    let moved = 0;
    while (moved < this.backlogSlots.length && this.ring.stageOne(this.backlogSlots[moved]!, this.backlogValues[moved]!)) moved++;
    this.backlogSlots.splice(0, moved);
    this.backlogValues.splice(0, moved);
    if (this.backlogSlots.length === 0) this.flushNewest();
    this.ring.publish();
    if (!this.isFlowing) this.ring.announceWaiting();
  }

  /** False while events wait beyond the ring and the consumer makes progress. */
  canAccept(): boolean {
    return this.isFlowing || this.isStalled;
  }

  private get isFlowing(): boolean {
    return this.backlogSlots.length === 0 && this.newest.size === 0;
  }

  private get isStalled(): boolean {
    const { readIndex } = this.ring;
    if (readIndex !== this.seenReadIndex) {
      this.seenReadIndex = readIndex;
      this.progressMs = this.clock.nowMs();
      return false;
    }
    return this.clock.nowMs() - this.progressMs >= stallLimitMs;
  }

  private flushNewest(): void {
    for (const [slot, value] of this.newest) {
      if (!this.ring.stageOne(slot, value)) return;
      this.newest.delete(slot);
    }
  }

  private keep(slot: number, value: number): void {
    if (this.newest.size === 0 && !this.isStalled && this.backlogSlots.length < backlogLimit) {
      this.backlogSlots.push(slot);
      this.backlogValues.push(value);
      return;
    }
    for (let index = 0; index < this.backlogSlots.length; index++) this.keepNewest(this.backlogSlots[index]!, this.backlogValues[index]!);
    this.backlogSlots = [];
    this.backlogValues = [];
    this.keepNewest(slot, value);
  }

  private keepNewest(slot: number, value: number): void {
    if (this.newest.delete(slot)) this.countCoalesced(1);
    this.newest.set(slot, value);
  }
}
