import type { ChannelId } from '../contract/ids.ts';
import { inRow, outRow, ValueTable } from '../contract/valueTable.ts';

const firstCapacity = 1024;

/** The engine's side of the value table: moves it to larger shared memory as channels come. */
export class ValueBoard {
  /** Read anew after every call of `reserve`: a larger table replaces it. */
  table = ValueTable.allocate(firstCapacity);

  constructor(private readonly onDidMove: (table: ValueTable) => void) {}

  reserve(channelCount: number): void {
    if (channelCount <= this.table.capacity) return;
    let capacity = this.table.capacity;
    while (capacity < channelCount) capacity *= 2;
    this.table = this.table.grownTo(capacity);
    this.onDidMove(this.table);
  }

  /** A channel got another name: what it last carried goes on under the new one. */
  carryOver(from: ChannelId, to: ChannelId): void {
    const { values, timesMs, counts } = this.table;
    for (const [source, target] of [
      [inRow(from), inRow(to)],
      [outRow(from), outRow(to)],
    ] as const) {
      values[target] = values[source] ?? 0;
      timesMs[target] = timesMs[source] ?? 0;
      counts[target] = counts[source] ?? 0;
    }
  }

  /** The newest value that was delivered to the channel, or undefined when none ever was. */
  lastDelivered(channel: ChannelId): number | undefined {
    const row = inRow(channel);
    return this.table.counts[row] === 0 ? undefined : this.table.values[row];
  }

  /** Sets what was delivered last without an event. */
  seed(channel: ChannelId, value: number, timeMs: number): void {
    const row = inRow(channel);
    this.table.values[row] = value;
    this.table.timesMs[row] = timeMs;
    this.table.counts[row] = Math.max(1, this.table.counts[row] ?? 0);
  }
}
