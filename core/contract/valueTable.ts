import type { ChannelId } from './ids.ts';

/**
 * Last values of all channels in shared memory: written by the engine worker, read by anyone at any time. Per channel two rows:
 * `in` is what was last delivered into its instance by a route, `out` is what its instance last put out. An output never
 * touches the `in` row. Row number = 2 * channel id + (0 for in, 1 for out).
 *
 * Layout, `n` = 2 * capacity rows: Float64 values[n], Float64 times[n] (engine clock, ms), Uint32 counts[n] (events, wraps).
 * A reader may see a value that is newer than the count beside it; it will see the count change on its next look.
 */
export class ValueTable {
  readonly values: Float64Array;
  readonly timesMs: Float64Array;
  readonly counts: Uint32Array;

  constructor(
    readonly buffer: SharedArrayBuffer,
    /** Channels that fit. */
    readonly capacity: number,
  ) {
    const rows = capacity * 2;
    this.values = new Float64Array(buffer, 0, rows);
    this.timesMs = new Float64Array(buffer, rows * 8, rows);
    this.counts = new Uint32Array(buffer, rows * 16, rows);
  }

  static allocate(capacity: number): ValueTable {
    return new ValueTable(new SharedArrayBuffer(capacity * 2 * 20), capacity);
  }

  /** A larger table with the same rows. */
  grownTo(capacity: number): ValueTable {
    const larger = ValueTable.allocate(capacity);
    larger.values.set(this.values);
    larger.timesMs.set(this.timesMs);
    larger.counts.set(this.counts);
    return larger;
  }
}

export function inRow(channel: ChannelId): number {
  return channel * 2;
}

export function outRow(channel: ChannelId): number {
  return channel * 2 + 1;
}
