/**
 * Routes in order of arrival, duplicates folded, in typed arrays that grow: 100,000 routes cost no objects. The last ones can be taken
 * back: what came last is in no other route's way in the hash table.
 */
export class RouteStack {
  private sources = new Int32Array(1024);
  private targets = new Int32Array(1024);
  private wireOf = new Int32Array(1024);
  /** Open addressing: route number + 1 by hash of source and target, 0 for free; at most half full. */
  private slots = new Int32Array(4096);
  private length = 0;

  get count(): number {
    return this.length;
  }

  /** False when the route was there already. */
  add(source: number, target: number, wire: number): boolean {
    if (this.length * 2 >= this.slots.length) this.growSlots();
    const slot = this.findSlot(source, target);
    if (this.slots[slot] !== 0) return false;
    if (this.length === this.sources.length) this.growRoutes();
    this.sources[this.length] = source;
    this.targets[this.length] = target;
    this.wireOf[this.length] = wire;
    this.length++;
    this.slots[slot] = this.length;
    return true;
  }

  /** Takes back all routes but the first `count`. */
  rewind(count: number): void {
    while (this.length > count) {
      this.length--;
      this.slots[this.findSlot(this.sources[this.length] ?? 0, this.targets[this.length] ?? 0)] = 0;
    }
  }

  /** A copy of the routes with their channels numbered anew. */
  renumbered(newNumbers: Int32Array): { readonly sources: Int32Array; readonly targets: Int32Array; readonly wireOf: Int32Array } {
    const sources = this.sources.slice(0, this.length);
    const targets = this.targets.slice(0, this.length);
    for (let route = 0; route < sources.length; route++) {
      sources[route] = newNumbers[sources[route] ?? 0] ?? -1;
      targets[route] = newNumbers[targets[route] ?? 0] ?? -1;
    }
    return { sources, targets, wireOf: this.wireOf.slice(0, this.length) };
  }

  private findSlot(source: number, target: number): number {
    const mask = this.slots.length - 1;
    let slot = (Math.imul(source, 0x9e3779b1) ^ Math.imul(target + 0x7f4a7c15, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (;;) {
      const route = (this.slots[slot] ?? 0) - 1;
      if (route < 0 || (this.sources[route] === source && this.targets[route] === target)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private growRoutes(): void {
    this.sources = grown(this.sources);
    this.targets = grown(this.targets);
    this.wireOf = grown(this.wireOf);
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let route = 0; route < this.length; route++) {
      this.slots[this.findSlot(this.sources[route] ?? 0, this.targets[route] ?? 0)] = route + 1;
    }
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
