import { pythonEntry, pythonWord } from '../../core/contract/pythonLink.ts';

/** The worker's side of the words that it shares with its supervisor. */
export class WorkerWords {
  readonly words: Int32Array;
  /** The one word that Pyodide polls for an interrupt. */
  readonly interrupt: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer);
    this.interrupt = new Int32Array(buffer, pythonWord.interrupt * 4, 1);
  }

  get isHalted(): boolean {
    return Atomics.load(this.words, pythonWord.isHalted) === 1;
  }

  get isInterrupted(): boolean {
    return Atomics.load(this.words, pythonWord.interrupt) !== 0;
  }

  /** Read before looking for work; waiting on it then misses nothing that came in between. */
  get wakeSequence(): number {
    return Atomics.load(this.words, pythonWord.wake);
  }

  sleep(wakeSequence: number, timeoutMs: number): void {
    Atomics.store(this.words, pythonWord.isSleeping, 1);
    Atomics.wait(this.words, pythonWord.wake, wakeSequence, timeoutMs);
    Atomics.store(this.words, pythonWord.isSleeping, 0);
  }

  /** How many messages the supervisor has posted so far. */
  get mailCount(): number {
    return Atomics.load(this.words, pythonWord.mail);
  }

  get batchLimit(): number {
    return Atomics.load(this.words, pythonWord.batchLimit);
  }

  /** Set before the last look at `routedIndex`: whoever moves it later knocks. */
  set awaitsRouting(isAwaiting: boolean) {
    Atomics.store(this.words, pythonWord.awaitsRouting, isAwaiting ? 1 : 0);
  }

  set hasOwnCalls(hasOwnCalls: boolean) {
    Atomics.store(this.words, pythonWord.hasOwnCalls, hasOwnCalls ? 1 : 0);
  }

  get routedIndex(): number {
    return Atomics.load(this.words, pythonWord.routedIndex);
  }

  /** From here on the supervisor's watchdog looks at this entry. */
  beginEntry(kind: number, events: number): void {
    Atomics.store(this.words, pythonWord.entryKind, kind);
    Atomics.store(this.words, pythonWord.entryEvents, events);
    Atomics.store(this.words, pythonWord.runningCall, 0);
    Atomics.add(this.words, pythonWord.entry, 1);
  }

  endEntry(): void {
    Atomics.store(this.words, pythonWord.overBudgetCall, 0);
    Atomics.add(this.words, pythonWord.entry, 1);
    Atomics.store(this.words, pythonWord.entryKind, pythonEntry.none);
  }

  /** True when the supervisor has to be told by a message: it isn't about to look anyway. */
  ringDoorbell(): boolean {
    return Atomics.exchange(this.words, pythonWord.doorbell, 1) === 0;
  }

  takeHops(): number {
    return Atomics.exchange(this.words, pythonWord.hopsIn, 0);
  }

  set hopsOut(hops: number) {
    Atomics.store(this.words, pythonWord.hopsOut, hops);
  }
}
