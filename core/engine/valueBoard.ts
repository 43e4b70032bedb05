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

  /** Channels got other names: what they last carried goes on under the new ones. Names may change places. */
  carryOver(moves: readonly { readonly from: ChannelId; readonly to: ChannelId }[]): void {
    const { values, timesMs, counts } = this.table;
    const copies = moves.flatMap(({ from, to }) => [[inRow(from), inRow(to)] as const, [outRow(from), outRow(to)] as const]);
    const before = copies.map(([row]) => [values[row] ?? 0, timesMs[row] ?? 0, counts[row] ?? 0] as const);
    copies.forEach(([, row], index) => {
      [values[row], timesMs[row], counts[row]] = before[index] ?? [0, 0, 0];
    });
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
