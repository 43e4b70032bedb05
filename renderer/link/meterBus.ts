import type { ChannelEntry } from '../../core/contract/clientLink.ts';
import { formatChannelName } from '../../core/contract/ids.ts';
import type { ValueFrame } from '../../core/contract/valueFrame.ts';

export type Side = 'in' | 'out';

const noRow = -1;
/** A row beyond this is not one of ours: more channels than any show holds. */
const maxRows = 1 << 24;

/**
 * The latest value of every channel, both sides, as flat arrays: frames are written here and painters read here; nothing else
 * sees a value change. Rows are those of the session's value table (`core/contract/valueTable.ts`).
 */
export class MeterBus {
  values = new Float32Array(2_048);
  /** When a row last changed, on the page's monotonic clock; -Infinity for never. */
  stampsMs = new Float64Array(2_048).fill(Number.NEGATIVE_INFINITY);
  /** Frames that carried a row; wraps. For tests and lamps, not for counting events: a frame holds many of them. */
  activity = new Uint32Array(2_048);
  /** Grows with every frame and every change of names: a painter that saw this number has nothing to do. */
  version = 0;
  /** Grows when names changed: a row that was not found may be there now. */
  namesVersion = 0;
  /** Grows when all names are learned anew: no row that was looked up is good any more. */
  namesEpoch = 0;
  frames = 0;
  private readonly idsByName = new Map<string, number>();

  takeFrame(frame: ValueFrame, nowMs: number): void {
    let highest = -1;
    for (const row of frame.rows) if (row > highest && row < maxRows) highest = row;
    this.makeRoom(highest + 1);
    const { rows, values } = frame;
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] ?? 0;
      if (row > highest) continue;
      this.values[row] = values[index] ?? 0;
      this.stampsMs[row] = nowMs;
      this.activity[row] = (this.activity[row] ?? 0) + 1;
    }
    this.frames += 1;
    this.version += 1;
  }

  /** Learns names: all of them anew from the first, else further ones. Values stay: ids keep their channel as long as the engine runs. */
  nameChannels(channels: readonly ChannelEntry[], first: number): void {
    if (first === 0) {
      this.idsByName.clear();
      this.namesEpoch += 1;
    }
    for (const channel of channels) this.idsByName.set(formatChannelName(channel), channel.id);
    this.namesVersion += 1;
    this.version += 1;
  }

  /** A new connection: values of the old one mean nothing any more. */
  reset(): void {
    this.values.fill(0);
    this.stampsMs.fill(Number.NEGATIVE_INFINITY);
    this.activity.fill(0);
    this.version += 1;
  }

  /** -1 for a channel that the engine doesn't know. */
  rowOf(instance: string, spec: string, side: Side): number {
    const id = this.idsByName.get(`${instance}.${spec}`);
    return id === undefined ? noRow : id * 2 + (side === 'out' ? 1 : 0);
  }

  /** True once an event was seen on the row. */
  hasValue(row: number): boolean {
    return (this.stampsMs[row] ?? Number.NEGATIVE_INFINITY) !== Number.NEGATIVE_INFINITY;
  }

  private makeRoom(rows: number): void {
    if (rows <= this.values.length) return;
    const size = Math.max(rows, this.values.length * 2);
    const values = new Float32Array(size);
    values.set(this.values);
    const stamps = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    stamps.set(this.stampsMs);
    const activity = new Uint32Array(size);
    activity.set(this.activity);
    this.values = values;
    this.stampsMs = stamps;
    this.activity = activity;
  }
}
