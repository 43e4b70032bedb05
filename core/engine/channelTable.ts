import type { ChannelId, ChannelName, Slot } from '../contract/ids.ts';

export interface ChannelAnnouncement {
  readonly ids: Int32Array;
  readonly instances: readonly string[];
  readonly specs: readonly string[];
}

/**
 * Gives every channel name a dense number. A name keeps its number for the session and no number is ever given to another name. Beside
 * each number stands the slot that the instance of that name has for it, so that one look by name finds both.
 */
export class ChannelTable {
  private readonly idsByInstance = new Map<string, Map<string, ChannelId>>();
  private readonly instances: string[] = [];
  private readonly specs: string[] = [];
  /** By number; room for more than there are. */
  private slots = new Int32Array(1024).fill(-1);
  private announcedCount = 0;

  get count(): number {
    return this.specs.length;
  }

  idOf(instance: string, spec: string): ChannelId {
    let ids = this.idsByInstance.get(instance);
    if (!ids) {
      ids = new Map();
      this.idsByInstance.set(instance, ids);
    }
    const known = ids.get(spec);
    if (known !== undefined) return known;
    const created = this.specs.length as ChannelId;
    ids.set(spec, created);
    this.instances.push(instance);
    this.specs.push(spec);
    if (created >= this.slots.length) this.growSlots();
    return created;
  }

  find(instance: string, spec: string): ChannelId | undefined {
    return this.idsByInstance.get(instance)?.get(spec);
  }

  /** The slot that was last noted for a channel; whoever had it may be gone. */
  notedSlot(id: ChannelId): Slot {
    return (this.slots[id] ?? -1) as Slot;
  }

  noteSlot(id: ChannelId, slot: Slot): void {
    this.slots[id] = slot;
  }

  nameOf(id: ChannelId): ChannelName {
    const instance = this.instances[id];
    const spec = this.specs[id];
    if (instance === undefined || spec === undefined) throw new Error(`No channel has the number ${id}`);
    return { instance, spec };
  }

  /** The channels that came since the last call, or undefined when none did. */
  takeAnnouncement(): ChannelAnnouncement | undefined {
    const first = this.announcedCount;
    if (first === this.count) return undefined;
    this.announcedCount = this.count;
    return {
      ids: Int32Array.from({ length: this.count - first }, (_, index) => first + index),
      instances: this.instances.slice(first),
      specs: this.specs.slice(first),
    };
  }

  private growSlots(): void {
    const larger = new Int32Array(this.slots.length * 2).fill(-1);
    larger.set(this.slots);
    this.slots = larger;
  }
}
