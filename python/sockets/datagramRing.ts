import { packedWords } from './packedAddress.ts';
import { copyToShared } from './sharedCopy.ts';

/** Length, six words of address, one reserved. */
const headerBytes = 32;
/** In place of a length: the record begins at the start of the ring. */
const skipToStart = -1;

/** The largest payload of a datagram over IPv4. */
export const maxDatagramBytes = 65_507;

/**
 * Whole datagrams with their addresses from one thread to one other, in shared memory. Records are aligned to 8 bytes and never
 * wrap around the end, so that payload and address are always in one piece. Counters as in `StreamRing`.
 */
export class DatagramRing {
  private readonly mask: number;
  private readonly slots: Int32Array;

  constructor(
    /** A power of two long, aligned to 8. */
    private readonly bytes: Uint8Array,
    private readonly words: Int32Array,
    private readonly writeWord: number,
    private readonly readWord: number,
  ) {
    this.mask = bytes.length - 1;
    this.slots = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  }

  get isEmpty(): boolean {
    return Atomics.load(this.words, this.writeWord) === Atomics.load(this.words, this.readWord);
  }

  /** Whether a datagram of this size fits now. */
  hasRoomFor(payloadBytes: number): boolean {
    const written = Atomics.load(this.words, this.writeWord);
    return this.roomNeeded(written, recordBytes(payloadBytes)) <= this.freeAfter(written);
  }

  /** Puts one datagram in; false, and nothing happened, when it does not fit. */
  write(address: Int32Array, addressAt: number, source: Uint8Array, start: number, length: number): boolean {
    let written = Atomics.load(this.words, this.writeWord);
    const record = recordBytes(length);
    const needed = this.roomNeeded(written, record);
    if (needed > this.freeAfter(written)) return false;
    if (needed > record) {
      this.slots[(written & this.mask) >>> 2] = skipToStart;
      written = (written + needed - record) | 0;
    }
    const at = written & this.mask;
    const slot = at >>> 2;
    this.slots[slot] = length;
    for (let index = 0; index < packedWords; index++) this.slots[slot + 1 + index] = address[addressAt + index] ?? 0;
    if (length > 0) copyToShared(source, start, length, this.bytes, at + headerBytes);
    Atomics.store(this.words, this.writeWord, (written + record) | 0);
    return true;
  }

  /** The oldest datagram, in place: valid until `take`. Undefined when there is none. */
  front(): { readonly length: number; readonly payload: Uint8Array; readonly address: Int32Array } | undefined {
    const slot = this.frontSlot();
    if (slot < 0) return undefined;
    const length = this.slots[slot] ?? 0;
    const at = slot << 2;
    return {
      length,
      payload: this.bytes.subarray(at + headerBytes, at + headerBytes + length),
      address: this.slots.subarray(slot + 1, slot + 1 + packedWords),
    };
  }

  /** Removes the oldest datagram. */
  take(): void {
    const slot = this.frontSlot();
    if (slot < 0) return;
    const taken = Atomics.load(this.words, this.readWord);
    Atomics.store(this.words, this.readWord, (taken + recordBytes(this.slots[slot] ?? 0)) | 0);
  }

  private frontSlot(): number {
    let taken = Atomics.load(this.words, this.readWord);
    if (taken === Atomics.load(this.words, this.writeWord)) return -1;
    if (this.slots[(taken & this.mask) >>> 2] === skipToStart) {
      taken = (taken + this.bytes.length - (taken & this.mask)) | 0;
      Atomics.store(this.words, this.readWord, taken);
    }
    return (taken & this.mask) >>> 2;
  }

  private freeAfter(written: number): number {
    return this.bytes.length - ((written - Atomics.load(this.words, this.readWord)) | 0);
  }

  /** The record, and what is left unused before the end when it begins at the start. */
  private roomNeeded(written: number, record: number): number {
    const untilEnd = this.bytes.length - (written & this.mask);
    return record <= untilEnd ? record : untilEnd + record;
  }
}

function recordBytes(payloadBytes: number): number {
  return (headerBytes + payloadBytes + 7) & ~7;
}
