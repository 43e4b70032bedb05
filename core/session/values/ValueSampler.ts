import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { encodeValueFrame } from '../../contract/valueFrame.ts';
import type { ValueTable } from '../../contract/valueTable.ts';

const periodMs = 1000 / 60;
const maxUnacknowledged = 2;

interface Subscriber {
  readonly send: (frame: Uint8Array<ArrayBuffer>) => void;
  /** Frames sent and not acknowledged yet. */
  readonly inFlight: Set<number>;
  /** Rows that changed while the subscriber could take nothing; their newest values go out with its next frame. */
  readonly missed: Set<number>;
}

export interface ValueSubscription extends Disposable {
  acknowledge(sequence: number): void;
}

/**
 * Looks at the value table at most 60 times a second, while anyone is attached, and sends each subscriber the rows that
 * changed. All subscribers that keep up share one encoded frame; one that doesn't gets the newest values when it can.
 */
export class ValueSampler implements Disposable {
  private readonly subscribers = new Set<Subscriber>();
  private seenCounts = new Uint32Array(0);
  private sequence = 0;
  private timer: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly values: () => ValueTable | undefined,
  ) {}

  /** A new subscriber gets all rows that ever had a value first. */
  subscribe(send: (frame: Uint8Array<ArrayBuffer>) => void): ValueSubscription {
    const subscriber: Subscriber = { send, inFlight: new Set(), missed: this.rowsWithValues() };
    this.subscribers.add(subscriber);
    this.timer ??= this.clock.every(periodMs, () => this.sample());
    return {
      acknowledge: (sequence) => {
        subscriber.inFlight.delete(sequence);
      },
      dispose: () => {
        this.subscribers.delete(subscriber);
        if (this.subscribers.size > 0) return;
        this.timer?.dispose();
        this.timer = undefined;
      },
    };
  }

  /** The engine was restarted: its rows count from zero and mean other channels. */
  reset(): void {
    this.seenCounts = new Uint32Array(0);
    for (const subscriber of this.subscribers) subscriber.missed.clear();
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.subscribers.clear();
  }

  private sample(): void {
    const table = this.values();
    if (!table) return;
    const changed = this.takeChangedRows(table);
    let shared: Uint8Array<ArrayBuffer> | undefined;
    const sequence = this.sequence + 1;
    for (const subscriber of this.subscribers) {
      if (subscriber.inFlight.size >= maxUnacknowledged) {
        for (const row of changed) subscriber.missed.add(row);
        continue;
      }
      if (changed.length === 0 && subscriber.missed.size === 0) continue;
      let frame: Uint8Array<ArrayBuffer>;
      if (subscriber.missed.size === 0) {
        shared ??= encodeRows(table, changed, sequence);
        // Each subscriber may hand its buffer over; sharing one would empty it for the next.
        frame = this.subscribers.size === 1 ? shared : shared.slice();
      } else {
        for (const row of changed) subscriber.missed.add(row);
        frame = encodeRows(
          table,
          [...subscriber.missed].filter((row) => row < table.counts.length),
          sequence,
        );
        subscriber.missed.clear();
      }
      this.sequence = sequence;
      subscriber.inFlight.add(sequence);
      subscriber.send(frame);
    }
  }

  private takeChangedRows(table: ValueTable): number[] {
    const { counts } = table;
    if (this.seenCounts.length < counts.length) {
      const larger = new Uint32Array(counts.length);
      larger.set(this.seenCounts);
      this.seenCounts = larger;
    }
    const seen = this.seenCounts;
    const changed: number[] = [];
    for (let row = 0; row < counts.length; row++) {
      const count = counts[row] ?? 0;
      if (count === seen[row]) continue;
      seen[row] = count;
      changed.push(row);
    }
    return changed;
  }

  private rowsWithValues(): Set<number> {
    const rows = new Set<number>();
    this.values()?.counts.forEach((count, row) => {
      if (count > 0) rows.add(row);
    });
    return rows;
  }
}

function encodeRows(table: ValueTable, rows: readonly number[], sequence: number): Uint8Array<ArrayBuffer> {
  return encodeValueFrame({
    sequence,
    rows: Uint32Array.from(rows),
    values: Float32Array.from(rows, (row) => table.values[row] ?? 0),
  });
}
