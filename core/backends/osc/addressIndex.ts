/**
 * Finds what belongs to an address by its bytes in a packet, without making a text of them. A hash table with open addressing; all
 * addresses lie end to end in one array.
 */
export class AddressIndex<T> {
  private readonly values: T[] = [];
  private texts = new Uint8Array(1024);
  /** By number: where its address begins in `texts`; one more entry says where the last one ends. */
  private readonly starts: number[] = [0];
  private readonly hashes: number[] = [];
  /** Number + 1, or 0; the size is a power of two, at least twice the addresses. */
  private buckets = new Int32Array(64);

  /** The address is ASCII and not in the index yet. */
  add(address: string, value: T): void {
    const start = this.starts[this.values.length] ?? 0;
    const end = start + address.length;
    this.reserveText(end);
    for (let index = 0; index < address.length; index++) this.texts[start + index] = address.charCodeAt(index);
    this.hashes.push(hash(this.texts, start, end));
    this.starts.push(end);
    this.values.push(value);
    if (this.values.length * 2 > this.buckets.length) this.grow();
    else this.place(this.values.length - 1);
  }

  find(bytes: Uint8Array, start: number, end: number): T | undefined {
    const mask = this.buckets.length - 1;
    for (let bucket = hash(bytes, start, end) & mask; ; bucket = (bucket + 1) & mask) {
      const number = this.buckets[bucket]! - 1;
      if (number < 0) return undefined;
      if (this.isAddress(number, bytes, start, end)) return this.values[number];
    }
  }

  private isAddress(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[number]!;
    const length = end - start;
    if (this.starts[number + 1]! - from !== length) return false;
    for (let index = 0; index < length; index++) if (this.texts[from + index] !== bytes[start + index]) return false;
    return true;
  }

  private reserveText(size: number): void {
    if (size <= this.texts.length) return;
    const larger = new Uint8Array(Math.max(size, this.texts.length * 2));
    larger.set(this.texts);
    this.texts = larger;
  }

  private grow(): void {
    this.buckets = new Int32Array(this.buckets.length * 2);
    for (let number = 0; number < this.values.length; number++) this.place(number);
  }

  private place(number: number): void {
    const mask = this.buckets.length - 1;
    let bucket = (this.hashes[number] ?? 0) & mask;
    while (this.buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
    this.buckets[bucket] = number + 1;
  }
}

/** FNV-1a, 32 bits, with its upper half folded in. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ bytes[at]!, 0x01000193);
  return value ^ (value >>> 15);
}
