import { copyFromShared, copyToShared } from './sharedCopy.ts';

/**
 * Bytes in order from one thread to one other, in shared memory. The two counters are free-running 32-bit byte counts (they
 * wrap; the difference is what lies in the ring), each written by one side only and after the bytes that it announces.
 */
export class StreamRing {
  private readonly mask: number;

  constructor(
    /** A power of two long. */
    private readonly bytes: Uint8Array,
    private readonly words: Int32Array,
    private readonly writeWord: number,
    private readonly readWord: number,
  ) {
    this.mask = bytes.length - 1;
  }

  get capacity(): number {
    return this.bytes.length;
  }

  get readableBytes(): number {
    return (Atomics.load(this.words, this.writeWord) - Atomics.load(this.words, this.readWord)) | 0;
  }

  get freeBytes(): number {
    return this.bytes.length - this.readableBytes;
  }

  /** Takes as many of `source[start, end)` as fit and returns their number. */
  write(source: Uint8Array, start: number, end: number): number {
    const written = Atomics.load(this.words, this.writeWord);
    const count = Math.min(end - start, this.freeBytes);
    if (count === 0) return 0;
    const at = written & this.mask;
    const first = Math.min(count, this.bytes.length - at);
    copyToShared(source, start, first, this.bytes, at);
    if (first < count) copyToShared(source, start + first, count - first, this.bytes, 0);
    Atomics.store(this.words, this.writeWord, (written + count) | 0);
    return count;
  }

  /** Copies up to `count` bytes to `target[at...]` and returns their number; a peek leaves them in the ring. */
  read(target: Uint8Array, at: number, count: number, isPeek = false): number {
    const taken = Atomics.load(this.words, this.readWord);
    const available = Math.min(count, this.readableBytes);
    if (available === 0) return 0;
    const from = taken & this.mask;
    const first = Math.min(available, this.bytes.length - from);
    copyFromShared(this.bytes, from, first, target, at);
    if (first < available) copyFromShared(this.bytes, 0, available - first, target, at + first);
    if (!isPeek) Atomics.store(this.words, this.readWord, (taken + available) | 0);
    return available;
  }

  /** The oldest bytes, in place and in one piece, at most `limit`: valid until `take`. */
  front(limit: number): Uint8Array {
    const from = Atomics.load(this.words, this.readWord) & this.mask;
    const count = Math.min(limit, this.readableBytes, this.bytes.length - from);
    return this.bytes.subarray(from, from + count);
  }

  take(count: number): void {
    Atomics.store(this.words, this.readWord, (Atomics.load(this.words, this.readWord) + count) | 0);
  }

  /** Drops what lies in the ring; only for the reading side. */
  discard(): void {
    Atomics.store(this.words, this.readWord, Atomics.load(this.words, this.writeWord));
  }
}
