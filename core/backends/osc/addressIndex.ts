interface Entry<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

/** Finds what belongs to an address by its bytes in a packet, without making a text of them. A hash table with open addressing. */
export class AddressIndex<T> {
  private entries: Entry<T>[] = [];
  /** Entry number + 1, or 0; the size is a power of two, at least twice the entries. */
  private buckets = new Int32Array(16);

  /** The address is ASCII and not in the index yet. */
  add(address: string, value: T): void {
    const bytes = Uint8Array.from(address, (character) => character.charCodeAt(0));
    this.entries.push({ bytes, value });
    if (this.entries.length * 2 > this.buckets.length) this.grow();
    else this.place(this.entries.length);
  }

  find(bytes: Uint8Array, start: number, end: number): T | undefined {
    const mask = this.buckets.length - 1;
    for (let bucket = hash(bytes, start, end) & mask; ; bucket = (bucket + 1) & mask) {
      const number = this.buckets[bucket]!;
      if (number === 0) return undefined;
      const entry = this.entries[number - 1];
      if (entry && isSame(entry.bytes, bytes, start, end)) return entry.value;
    }
  }

  private grow(): void {
    this.buckets = new Int32Array(this.buckets.length * 2);
    for (let number = 1; number <= this.entries.length; number++) this.place(number);
  }

  private place(number: number): void {
    const bytes = this.entries[number - 1]?.bytes ?? new Uint8Array();
    const mask = this.buckets.length - 1;
    let bucket = hash(bytes, 0, bytes.length) & mask;
    while (this.buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
    this.buckets[bucket] = number;
  }
}

/** FNV-1a, 32 bits. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ bytes[at]!, 0x01000193);
  return value ^ (value >>> 15);
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let index = 0; index < known.length; index++) if (known[index] !== bytes[start + index]) return false;
  return true;
}
