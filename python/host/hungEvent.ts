import type { EventRing } from '../../core/contract/eventRing.ts';
import { maxBatchEvents, pythonWord } from '../../core/contract/pythonLink.ts';

/**
 * What becomes of the batch that a lost worker was working on. It is still in the ring, and nothing that it put out was
 * published. When the call that hung is known, by its own answer to a tick or by what the worker has told of it before, its event
 * is dropped; else the next worker takes these events one by one, until it is known.
 */
export class HungEvent {
  /** Read index of the ring from which batches may be large again. */
  private carefulUntil: number | undefined;

  constructor(private readonly ring: EventRing) {}

  /** Drops the event if it is known and returns its slot. */
  drop(words: Int32Array): number | undefined {
    const events = Atomics.load(words, pythonWord.entryEvents);
    const told = Atomics.load(words, pythonWord.overBudgetCall);
    const running = told > 0 ? told : Atomics.load(words, pythonWord.runningCall);
    if (running === 0 && events > 1) {
      this.carefulUntil = (this.ring.readIndex + events) | 0;
      return undefined;
    }
    const index = Math.max(0, running - 1);
    const slot = this.ring.slots[(this.ring.readOffset + index) % this.ring.capacity];
    this.ring.drop(index);
    return slot;
  }

  /** The next worker begins with this. */
  prepare(words: Int32Array): void {
    if (this.carefulUntil !== undefined) Atomics.store(words, pythonWord.batchLimit, 1);
  }

  /** Ends the care when the events in question have been taken. */
  look(words: Int32Array): void {
    if (this.carefulUntil === undefined || ((this.ring.readIndex - this.carefulUntil) | 0) < 0) return;
    this.carefulUntil = undefined;
    Atomics.store(words, pythonWord.batchLimit, maxBatchEvents);
  }
}
