import type { EventRing } from '../../core/contract/eventRing.ts';
import { pythonWord, stallLimitMs } from '../../core/contract/pythonLink.ts';
import type { WorkerWords } from './workerWords.ts';

/**
 * Moves what Python put out into the output ring. Everything that one entry put out becomes visible in one step, so that the
 * engine takes it as one round; only an entry with more outputs than the ring holds is split. When the engine makes no
 * progress, the newest value per channel is kept here and the others are counted as coalesced.
 */
export class OutputPublisher {
  private readonly kept = new Map<number, number>();

  constructor(
    private readonly ring: EventRing,
    private readonly words: WorkerWords,
    private readonly notifySupervisor: () => void,
  ) {}

  /** Values that wait for room; the worker must not sleep long while there are any. */
  get hasKept(): boolean {
    return this.kept.size > 0;
  }

  /** True when the engine has routed everything that was published, and delivered what it caused. */
  get isRouted(): boolean {
    return this.ring.writeIndex === this.words.routedIndex;
  }

  stage(slots: Int32Array, values: Float64Array, count: number): void {
    let start = 0;
    while (start < count) {
      if (this.kept.size > 0 && !this.restage()) break;
      start += this.ring.stage(slots, values, start, count - start);
      if (start < count && !this.waitForRoom()) break;
    }
    for (; start < count; start++) this.keep(slots[start]!, values[start]!);
  }

  /** Ends an entry: makes its outputs visible. `hops` is how far the events had travelled that caused them. */
  publish(hops: number): void {
    if (this.kept.size > 0) this.restage();
    if (this.ring.stagedCount === 0) return;
    this.words.hopsOut = hops;
    this.ring.publish();
    this.ringDoorbell();
  }

  ringDoorbell(): void {
    if (this.words.ringDoorbell()) this.notifySupervisor();
  }

  private keep(slot: number, value: number): void {
    if (this.kept.has(slot)) Atomics.add(this.words.words, pythonWord.outputsCoalesced, 1);
    // The newest value moves to the end, as if the older one had never been.
    this.kept.delete(slot);
    this.kept.set(slot, value);
  }

  private restage(): boolean {
    for (const [slot, value] of this.kept) {
      if (!this.ring.stageOne(slot, value)) return false;
      this.kept.delete(slot);
    }
    return true;
  }

  /** False when the engine has made no progress, or the watchdog wants something of the running call. */
  private waitForRoom(): boolean {
    this.ring.publish();
    this.ringDoorbell();
    for (let waitedMs = 0; waitedMs < stallLimitMs && !this.words.isInterrupted && !this.words.isHalted; waitedMs += 10) {
      if (this.ring.waitForRelease(10)) return true;
    }
    return false;
  }
}
