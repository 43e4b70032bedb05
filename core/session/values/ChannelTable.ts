import type { ChannelEntry } from '../../contract/clientLink.ts';
import { type ChannelId, formatChannelName } from '../../contract/ids.ts';
import { inRow, ValueTable } from '../../contract/valueTable.ts';
import type { LastValues } from '../engine/EngineHost.ts';

/** Names of the engine's channels and their values in shared memory, as the running engine worker announced them. */
export class ChannelTable {
  private list: ChannelEntry[] = [];
  /** Of the first `namedCount` entries: few shows are ever asked for a name. */
  private readonly idByName = new Map<string, ChannelId>();
  private namedCount = 0;
  private valueTable: ValueTable | undefined;

  add(ids: Int32Array, instances: readonly string[], specs: readonly string[]): void {
    ids.forEach((id, index) => {
      const instance = instances[index];
      const spec = specs[index];
      if (instance === undefined || spec === undefined) return;
      this.list.push({ id, instance, spec });
    });
  }

  setValues(buffer: SharedArrayBuffer, capacity: number): void {
    this.valueTable = new ValueTable(buffer, capacity);
  }

  /** A new engine worker numbers its channels anew. */
  clear(): void {
    this.list = [];
    this.idByName.clear();
    this.namedCount = 0;
    this.valueTable = undefined;
  }

  get values(): ValueTable | undefined {
    return this.valueTable;
  }

  /** In the order in which they were announced; the list grows. */
  get entries(): readonly ChannelEntry[] {
    return this.list;
  }

  /** `name` is `instance.spec`. */
  idOfName(name: string): ChannelId | undefined {
    for (const entry of this.list.slice(this.namedCount)) {
      // The engine is the only source of these numbers.
      this.idByName.set(formatChannelName(entry), entry.id as ChannelId);
    }
    this.namedCount = this.list.length;
    return this.idByName.get(name);
  }

  /** What was last delivered to each channel that ever got something. */
  lastValues(): LastValues {
    const table = this.valueTable;
    const delivered = table ? this.entries.filter(({ id }) => id < table.capacity && (table.counts[inRow(id as ChannelId)] ?? 0) > 0) : [];
    return {
      instances: delivered.map(({ instance }) => instance),
      specs: delivered.map(({ spec }) => spec),
      values: Float64Array.from(delivered, ({ id }) => table?.values[inRow(id as ChannelId)] ?? 0),
    };
  }
}
