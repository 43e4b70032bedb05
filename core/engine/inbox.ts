import type { EventBatch } from './backend.ts';

const firstCapacity = 64;
/** Most events that wait for one instance before the newest value per channel must do. */
export const inboxLimit = 1 << 20;
/** Capacity that an inbox may keep while it isn't needed. */
const idleCapacity = 1 << 14;

class EventBuffer implements EventBatch {
  slots = new Int32Array(firstCapacity);
  values = new Float64Array(firstCapacity);
  count = 0;
  hops = 0;

  resize(capacity: number): void {
    const slots = new Int32Array(capacity);
    const values = new Float64Array(capacity);
    slots.set(this.slots.subarray(0, this.count));
    values.set(this.values.subarray(0, this.count));
    this.slots = slots;
    this.values = values;
  }

  /** Removes events in place and keeps the order of the rest. Returns how many went. */
  keepOnly(isKept: (index: number) => boolean): number {
    let kept = 0;
    for (let index = 0; index < this.count; index++) {
      if (!isKept(index)) continue;
      this.slots[kept] = this.slots[index] ?? 0;
      this.values[kept] = this.values[index] ?? 0;
      kept++;
    }
    const removed = this.count - kept;
    this.count = kept;
    return removed;
  }

  /** Keeps the newest event per slot. Returns how many older ones went. */
  coalesce(): number {
    const lastIndexes = new Map<number, number>();
    for (let index = 0; index < this.count; index++) lastIndexes.set(this.slots[index] ?? 0, index);
    return this.keepOnly((index) => lastIndexes.get(this.slots[index] ?? 0) === index);
  }
}

/**
 * Events on their way to one instance, first in, first out. Two buffers change places with each round: what arrives while a round
 * is delivered belongs to the next one. Bounded: over the limit the newest value per channel is kept and the rest counted.
 */
export class Inbox {
  private filling = new EventBuffer();
  private leaving = new EventBuffer();
  private peak = 0;

  constructor(
    private readonly onFirst: () => void,
    private readonly onCoalesced: (amount: number) => void,
    private readonly limit = inboxLimit,
  ) {}

  get count(): number {
    return this.filling.count;
  }

  push(slot: number, value: number): void {
    const buffer = this.filling;
    const index = buffer.count;
    if (index === buffer.slots.length) {
      this.makeRoom();
      this.push(slot, value);
      return;
    }
    buffer.slots[index] = slot;
    buffer.values[index] = value;
    buffer.count = index + 1;
    if (index === 0) this.onFirst();
  }

  /** Notes that an event came through so many instances on a cycle. */
  raiseHops(hops: number): void {
    if (hops > this.filling.hops) this.filling.hops = hops;
  }

  /** Everything that waits. Valid until `didDeliver`. */
  take(): EventBatch {
    const batch = this.filling;
    this.filling = this.leaving;
    this.leaving = batch;
    this.filling.count = 0;
    this.filling.hops = 0;
    if (batch.count > this.peak) this.peak = batch.count;
    return batch;
  }

  /** The batch that was taken last is delivered; its memory may go. */
  didDeliver(): void {
    this.leaving.count = 0;
  }

  /** Removes the events of slots that the map no longer feeds. */
  dropUnless(isTarget: (slot: number) => boolean): number {
    return this.filling.keepOnly((index) => isTarget(this.filling.slots[index] ?? 0));
  }

  /** Gives memory back after a burst; call it now and then. */
  shrink(): void {
    const needed = Math.max(idleCapacity, this.peak * 2);
    this.peak = 0;
    for (const buffer of [this.filling, this.leaving]) {
      if (buffer.slots.length > needed * 2 && buffer.count <= needed) buffer.resize(needed);
    }
  }

  private makeRoom(): void {
    const buffer = this.filling;
    const capacity = buffer.slots.length;
    if (capacity < this.limit) {
      buffer.resize(Math.min(capacity * 2, this.limit));
      return;
    }
    this.onCoalesced(buffer.coalesce());
    if (buffer.count > capacity / 2) buffer.resize(capacity * 2);
  }
}
