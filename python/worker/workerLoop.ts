/**
 * The life of a Python worker after its modules have loaded: wait, take a batch of events into Python, due intervals, readable
 * sockets, and publish what each of these entries put out. Never returns to the event loop; ends when it is halted.
 */
import type { EventRing } from '../../core/contract/eventRing.ts';
import { bulkOutputs, maxBatchEvents, type PythonNotice, pythonWord } from '../../core/contract/pythonLink.ts';
import type { OutputPublisher } from './outputPublisher.ts';
import type { PythonRuntime } from './pythonRuntime.ts';
import type { WorkerWords } from './workerWords.ts';

export interface LoopParts {
  readonly runtime: PythonRuntime;
  readonly words: WorkerWords;
  readonly input: EventRing;
  readonly publisher: OutputPublisher;
  /** Handles messages of the supervisor; called when there are new ones. */
  readonly readMail: () => void;
  readonly post: (notice: PythonNotice) => void;
  /** Sends on what was printed and waits to be sent together. */
  readonly flushPrints: () => void;
}

const profileEveryMs = 1000;
/** Exceptions are counted in the worker and reported so often at most. */
const raisedEveryMs = 20;
/** One batch in so many has its first calls timed. */
export const timedBatchEvery = 64;
const longestSleepMs = 1000;
/**
 * A due interval, and a socket that can be read, waits so long for the values that were put out before it to be routed: what they
 * cause comes first, as if everything were one thread. Only for entries with few outputs, so that a bulk producer and the engine
 * work side by side.
 */
const longestRoutingWaitMs = 500;
/** After a wait in vain (an engine that is flooded) intervals keep their time, and nothing waits for so long. */
const noRoutingWaitMs = 10_000;
/** So many reads in a row wait for the effects of the one before. A socket that can still be read then is flooded: what it holds is taken first. */
const readsInOrder = 256;

export class WorkerLoop {
  private batchNumber = 0;
  private profiledAtMs = 0;
  private hasRunSinceProfile = false;
  private seenMail = 0;
  private raisedAtMs = 0;
  private noRoutingWaitUntilMs = 0;
  private readsInRow = 0;
  /** Since when sockets have waited for the engine; 0 when they don't. */
  private heldSocketsAtMs = 0;
  private outputsOfEntry = 0;
  private stagedOutputs = 0;

  constructor(private readonly parts: LoopParts) {}

  run(): void {
    const { words } = this.parts;
    while (!words.isHalted) {
      const sequence = words.wakeSequence;
      this.checkMail();
      const nowMs = performance.now();
      const didEvents = this.takeBatch(nowMs);
      const didIntervals = this.runDueIntervals(nowMs);
      const didSockets = this.runSockets(nowMs);
      if (didEvents || didIntervals || didSockets) {
        this.hasRunSinceProfile = true;
        this.parts.runtime.flushStreams();
      }
      this.reportProfile(nowMs);
      if (nowMs - this.raisedAtMs >= raisedEveryMs) {
        this.raisedAtMs = nowMs;
        this.parts.runtime.raised.send();
      }
      if (didEvents || didIntervals || didSockets) continue;
      this.parts.flushPrints();
      words.sleep(sequence, this.sleepMs());
    }
    this.checkMail();
    this.parts.runtime.raised.send();
  }

  checkMail(): void {
    const count = this.parts.words.mailCount;
    if (count === this.seenMail) return;
    this.seenMail = count;
    this.parts.readMail();
  }

  /** Ends an entry: what it put out becomes one round. */
  publish(hops: number): void {
    const { runtime, publisher } = this.parts;
    this.stageOutputs();
    this.outputsOfEntry = this.stagedOutputs;
    this.stagedOutputs = 0;
    this.parts.words.hasOwnCalls = runtime.nextDueMs !== 0 || runtime.managedCount > 0;
    publisher.publish(hops);
    runtime.memory.refresh();
  }

  /** Takes Python's collected outputs, in the middle of an entry or at its end. */
  stageOutputs(): void {
    const { runtime, publisher } = this.parts;
    runtime.memory.refresh();
    const count = runtime.outputCount;
    if (count === 0) return;
    this.stagedOutputs += count;
    publisher.stage(runtime.memory.outputSlots, runtime.memory.outputValues, count);
    runtime.clearOutputs();
  }

  private takeBatch(nowMs: number): boolean {
    const { runtime, words, input, publisher } = this.parts;
    runtime.setNow(nowMs);
    const { memory } = runtime;
    const count = input.read(memory.batchSlots, memory.batchValues, Math.min(words.batchLimit, maxBatchEvents));
    if (count === 0) return false;
    const hops = words.takeHops();
    this.batchNumber++;
    runtime.runEvents(count, this.batchNumber % timedBatchEvery === 0);
    this.publish(hops);
    // Only now: if the entry never returns, the supervisor finds its events still in the ring.
    if (input.release(count)) publisher.ringDoorbell();
    return true;
  }

  private runDueIntervals(nowMs: number): boolean {
    const { runtime } = this.parts;
    const dueMs = runtime.nextDueMs;
    if (dueMs === 0 || nowMs < dueMs || this.parts.words.isHalted || this.mustWaitForRouting(nowMs, nowMs - dueMs)) return false;
    runtime.setNow(nowMs);
    runtime.runIntervals();
    this.publish(0);
    const late = runtime.takeLateCount();
    if (late > 0) Atomics.add(this.parts.words.words, pythonWord.lateCalls, late);
    return true;
  }

  private mustWaitForRouting(nowMs: number, lateMs: number): boolean {
    const { publisher, input } = this.parts;
    if (this.outputsOfEntry > bulkOutputs || nowMs < this.noRoutingWaitUntilMs) return false;
    if (publisher.isRouted && input.available === 0) return false;
    if (lateMs < longestRoutingWaitMs) return true;
    this.noRoutingWaitUntilMs = nowMs + noRoutingWaitMs;
    return false;
  }

  private runSockets(nowMs: number): boolean {
    const { runtime } = this.parts;
    if (runtime.managedCount === 0 || this.parts.words.isHalted || this.mustHoldSockets(nowMs)) return false;
    runtime.setNow(nowMs);
    const calls = runtime.runSockets();
    this.readsInRow = calls > 0 ? this.readsInRow + 1 : 0;
    if (calls > 0) this.publish(0);
    return calls > 0;
  }

  /** Counts and times up to here, the cleanup handler's among them. */
  reportAtEnd(): void {
    this.parts.runtime.raised.send();
    this.postProfile(performance.now());
  }

  private mustHoldSockets(nowMs: number): boolean {
    const heldMs = this.heldSocketsAtMs === 0 ? 0 : nowMs - this.heldSocketsAtMs;
    const mustHold = this.readsInRow < readsInOrder && this.mustWaitForRouting(nowMs, heldMs);
    this.heldSocketsAtMs = mustHold ? nowMs - heldMs : 0;
    return mustHold;
  }

  private reportProfile(nowMs: number): void {
    if (this.hasRunSinceProfile && nowMs - this.profiledAtMs >= profileEveryMs) this.postProfile(nowMs);
  }

  private postProfile(nowMs: number): void {
    const rows: unknown = JSON.parse(this.parts.runtime.python.profile_rows(nowMs - this.profiledAtMs));
    this.profiledAtMs = nowMs;
    this.hasRunSinceProfile = false;
    if (Array.isArray(rows) && rows.length > 0) this.parts.post({ type: 'profile', rows });
  }

  private sleepMs(): number {
    const { words, publisher } = this.parts;
    if (publisher.hasKept) {
      publisher.publish(0);
      return 5;
    }
    const { nextDueMs } = this.parts.runtime;
    const nowMs = performance.now();
    let untilDueMs = nextDueMs === 0 ? longestSleepMs : nextDueMs - nowMs;
    const holdsSockets = this.heldSocketsAtMs !== 0;
    // Due already, but waiting for the engine, which wakes us.
    words.awaitsRouting = untilDueMs <= 0 || holdsSockets;
    if (untilDueMs <= 0 && this.mustWaitForRouting(nowMs, -untilDueMs)) untilDueMs += longestRoutingWaitMs;
    if (holdsSockets) untilDueMs = this.mustHoldSockets(nowMs) ? Math.min(untilDueMs, longestRoutingWaitMs) : 0;
    const untilProfileMs = this.hasRunSinceProfile ? this.profiledAtMs + profileEveryMs - nowMs : longestSleepMs;
    const untilRaisedMs = this.parts.runtime.raised.isEmpty ? longestSleepMs : raisedEveryMs;
    return Math.max(0, Math.min(longestSleepMs, untilDueMs, untilProfileMs, untilRaisedMs));
  }
}
