/**
 * A queue of events between two threads in shared memory, with one producer and one consumer. Neither side ever locks.
 *
 * Layout: a header of 64 Int32 words, then Int32 slots[capacity], then Float64 values[capacity]. The two indices count events
 * and wrap at 2^32; their difference is what waits. Invariants:
 * 1. Only the producer moves the write index, only the consumer the read index.
 * 2. Events between read and write index belong to the consumer, all others to the producer.
 * 3. Staged events lie behind the write index and are invisible to the consumer until `publish`.
 */
const headerWords = 64;
/** On cache lines of their own, so that the two threads don't invalidate each other's. */
const writeIndexWord = 0;
const readIndexWord = 16;
const producerWaitsWord = 32;

export const defaultRingCapacity = 1 << 16;

export class EventRing {
  readonly slots: Int32Array;
  readonly values: Float64Array;
  private readonly header: Int32Array;
  private readonly mask: number;
  /** Where the producer stages next; only meaningful in the producing thread. */
  private stagedIndex: number;

  constructor(
    readonly buffer: SharedArrayBuffer,
    /** Events that fit; a power of two. */
    readonly capacity: number,
  ) {
    if (capacity < 1 || (capacity & (capacity - 1)) !== 0) throw new Error(`A ring's capacity must be a power of two, not ${capacity}`);
    this.header = new Int32Array(buffer, 0, headerWords);
    this.slots = new Int32Array(buffer, headerWords * 4, capacity);
    // An even number of Int32 words in front keeps the Float64 part aligned, also for a capacity of 1.
    this.values = new Float64Array(buffer, (headerWords + capacity + (capacity & 1)) * 4, capacity);
    this.mask = capacity - 1;
    this.stagedIndex = Atomics.load(this.header, writeIndexWord);
  }

  static allocate(capacity: number = defaultRingCapacity): EventRing {
    return new EventRing(new SharedArrayBuffer((headerWords + capacity + (capacity & 1)) * 4 + capacity * 8), capacity);
  }

  // ---- producer

  /** Events that can be staged now. */
  get free(): number {
    return this.capacity - ((this.stagedIndex - Atomics.load(this.header, readIndexWord)) | 0);
  }

  get stagedCount(): number {
    return (this.stagedIndex - Atomics.load(this.header, writeIndexWord)) | 0;
  }

  /** Copies as many of the events as fit behind what is staged already; returns how many. */
  stage(slots: Int32Array, values: Float64Array, start: number, count: number): number {
    const taken = Math.min(count, this.free);
    const offset = this.stagedIndex & this.mask;
    const head = Math.min(taken, this.capacity - offset);
    copyEvents(slots, values, start, this.slots, this.values, offset, head);
    copyEvents(slots, values, start + head, this.slots, this.values, 0, taken - head);
    this.stagedIndex = (this.stagedIndex + taken) | 0;
    return taken;
  }

  /** `stage` for a single event; false when the ring is full. */
  stageOne(slot: number, value: number): boolean {
    if (this.free < 1) return false;
    const offset = this.stagedIndex & this.mask;
    this.slots[offset] = slot;
    this.values[offset] = value;
    this.stagedIndex = (this.stagedIndex + 1) | 0;
    return true;
  }

  /** Counts what was published so far; wraps. */
  get writeIndex(): number {
    return Atomics.load(this.header, writeIndexWord);
  }

  /** Makes what is staged visible in one step. */
  publish(): void {
    Atomics.store(this.header, writeIndexWord, this.stagedIndex);
  }

  /** Asks that the next `release` says so; the producer then looks at `free` once more before it relies on being told. */
  announceWaiting(): void {
    Atomics.store(this.header, producerWaitsWord, 1);
  }

  /** Blocks the producing thread until the consumer has released something. True when it has. */
  waitForRelease(timeoutMs: number): boolean {
    const seen = Atomics.load(this.header, readIndexWord);
    this.announceWaiting();
    if (this.free > 0) return true;
    return Atomics.wait(this.header, readIndexWord, seen, timeoutMs) !== 'timed-out';
  }

  /** Moves with every release: tells a producer whether its consumer makes progress. */
  get readIndex(): number {
    return Atomics.load(this.header, readIndexWord);
  }

  // ---- consumer

  /** Published events that wait. */
  get available(): number {
    return (Atomics.load(this.header, writeIndexWord) - Atomics.load(this.header, readIndexWord)) | 0;
  }

  /** Copies up to `maxCount` waiting events to the beginning of the given arrays without taking them out; returns how many. */
  read(slots: Int32Array, values: Float64Array, maxCount: number): number {
    const count = Math.min(maxCount, this.available);
    const offset = this.readOffset;
    const head = Math.min(count, this.capacity - offset);
    copyEvents(this.slots, this.values, offset, slots, values, 0, head);
    copyEvents(this.slots, this.values, 0, slots, values, head, count - head);
    return count;
  }

  /** Position of the oldest waiting event in `slots` and `values`. */
  get readOffset(): number {
    return Atomics.load(this.header, readIndexWord) & this.mask;
  }

  /** Takes the event at `index` of those that wait out from between the others. */
  drop(index: number): void {
    const first = Atomics.load(this.header, readIndexWord);
    for (let position = index; position > 0; position--) {
      this.slots[(first + position) & this.mask] = this.slots[(first + position - 1) & this.mask]!;
      this.values[(first + position) & this.mask] = this.values[(first + position - 1) & this.mask]!;
    }
    this.release(1);
  }

  /** Takes `count` events out. True when the producer waits for it. */
  release(count: number): boolean {
    Atomics.store(this.header, readIndexWord, (Atomics.load(this.header, readIndexWord) + count) | 0);
    if (Atomics.load(this.header, producerWaitsWord) === 0) return false;
    Atomics.store(this.header, producerWaitsWord, 0);
    Atomics.notify(this.header, readIndexWord);
    return true;
  }
}

function copyEvents(
  fromSlots: Int32Array,
  fromValues: Float64Array,
  from: number,
  toSlots: Int32Array,
  toValues: Float64Array,
  to: number,
  count: number,
): void {
  if (count <= 0) return;
  // Few events are the common case, and `set` on a subarray costs more than a short loop.
  if (count <= 8) {
    for (let index = 0; index < count; index++) {
      toSlots[to + index] = fromSlots[from + index]!;
      toValues[to + index] = fromValues[from + index]!;
    }
    return;
  }
  toSlots.set(fromSlots.subarray(from, from + count), to);
  toValues.set(fromValues.subarray(from, from + count), to);
}
