import type { Clock } from '../base/clock.ts';
import type { EventBatch, RoundSink } from './backend.ts';
import { DrainList } from './drainList.ts';
import { InstanceGraph } from './instanceGraph.ts';
import { LoopWatch, type RunningLoop } from './loopWatch.ts';
import { emptyRouteTable, type RouteTable } from './routeTable.ts';
import type { RunningInstance } from './runningInstance.ts';
import type { ValueBoard } from './valueBoard.ts';

/** Rounds run for so long before the engine looks at its sockets again. */
const turnBudgetMs = 2;
/** Largest part of a round that one call delivers; the clock is looked at between parts. */
const partSize = 8192;
/** Events or calls between two looks at the clock. */
const clockCheckEvents = 256;
const clockCheckCalls = 8;
/** An instance's published events are taken as a whole: one entry into user code is one round. */
const drainLimit = 1 << 17;
/** While more events wait than this, drained instances keep theirs. */
const busyLimit = 1 << 16;
/** How long the hops of a delivered batch stick to an instance that does not hand them back. */
const recentHopsMs = 20;

/** So many events waiting for one turn are a burst: the next turn gathers more of them, because it has a price of its own. */
const burstEvents = 16;

/**
 * Runs a task soon: `afterCallback` when the running callback of a socket, port or timer has returned, if nothing else came with it;
 * `afterIo` when all input and output that is ready now had its turn; `afterBurst` when it had a few turns.
 */
export type Schedule = (task: () => void, when: 'afterCallback' | 'afterIo' | 'afterBurst') => void;

export interface RouterOptions {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly board: ValueBoard;
  /** A backend threw out of a call, which is a bug of it. */
  readonly onFault: (instance: RunningInstance, error: unknown) => void;
}

/**
 * Moves events along the routes in rounds, breadth first. What is emitted goes straight into the inboxes of its targets; a round
 * empties the inboxes that had events when it began, one call per instance, and what is emitted meanwhile forms the next round.
 *
 * Invariants:
 * 1. An instance stands in `next` exactly when its inbox isn't empty and its creation isn't awaited.
 * 2. Events of one channel stay in order: each inbox is first in, first out, and a held value of a slowed route bars the way of newer ones.
 * 3. No event costs an allocation.
 */
export class Router {
  private table: RouteTable = emptyRouteTable;
  private instances: readonly RunningInstance[] = [];
  private readonly loops: LoopWatch;
  private feeds = new InstanceGraph(emptyRouteTable, []);

  private current: RunningInstance[] = [];
  /** By position in `current`: what was taken from the inbox when the round began. */
  private readonly batches: EventBatch[] = [];
  private next: RunningInstance[] = [];
  private position = 0;
  /** How much of the batch at `position` is delivered. */
  private delivered = 0;
  private workSinceCheck = 0;

  private readonly drains: DrainList;
  private readonly resends = new Set<RunningInstance>();

  private isScheduled = false;
  private isInTurn = false;
  private hasStopped = false;
  private isInBurst = false;
  /** Time of the current turn or of the input that asked for it. */
  private nowMs = 0;
  private deliveringHops = 0;
  private worstMs = 0;

  constructor(private readonly options: RouterOptions) {
    this.loops = new LoopWatch(options.clock);
    this.drains = new DrainList({
      clock: options.clock,
      wake: () => this.ensureTurn(),
      drain: (instance) => this.drain(instance),
      targetsOf: (instance) => this.feeds.targetsOf(instance),
    });
  }

  readonly eventsWait = (instance: RunningInstance): void => {
    if (instance.isAwaited) return;
    this.next.push(instance);
    this.ensureTurn(this.isInBurst ? 'afterBurst' : 'afterCallback');
  };

  /** An event leaves an instance. */
  emit(instance: RunningInstance, slot: number, value: number): void {
    if (!this.isInTurn && !this.isScheduled) this.nowMs = this.options.clock.nowMs();
    this.route(instance, slot, value, this.deliveringHops);
  }

  requestDrain(instance: RunningInstance): void {
    this.drains.add(instance);
    this.ensureTurn();
  }

  requestResend(instance: RunningInstance): void {
    this.resends.add(instance);
    this.ensureTurn();
  }

  /** The instance is awaited no longer: what came for it meanwhile is delivered. */
  didCreate(instance: RunningInstance): void {
    if (instance.inbox.count > 0) this.eventsWait(instance);
    if (this.resends.has(instance)) this.ensureTurn();
  }

  /** Ends the round that is under way, however long it takes, so that the table can change between two rounds. */
  finishRound(): void {
    this.isInTurn = true;
    while (this.position < this.current.length) this.deliverPart();
    this.isInTurn = false;
  }

  /** Replaces the routes. Instances that are gone take their events with them; held events of surviving routes go on. */
  install(table: RouteTable, instances: readonly RunningInstance[]): void {
    this.table = table;
    this.instances = instances;
    this.feeds = new InstanceGraph(table, instances);
    this.next = this.next.filter((instance) => !instance.hasEnded && instance.inbox.count > 0);
    this.drains.prune();
    for (const instance of this.resends) if (instance.hasEnded) this.resends.delete(instance);
    this.loops.install(table, instances);
  }

  /** See `InstanceContext.reaches`. */
  reaches(source: RunningInstance, target: string): boolean {
    return this.feeds.reaches(source, target);
  }

  /** See `LoopWatch.takeLoops`. */
  takeLoops(limit: number): readonly RunningLoop[] {
    return this.loops.takeLoops(limit);
  }

  /** Longest turn, or wait for one, since the last call. */
  takeWorstMs(): number {
    const worstMs = this.worstMs;
    this.worstMs = 0;
    return worstMs;
  }

  /** No event moves from now on. */
  stop(): void {
    this.hasStopped = true;
    this.loops.dispose();
    this.drains.dispose();
  }

  private ensureTurn(when: Parameters<Schedule>[1] = 'afterCallback'): void {
    if (this.isScheduled || this.isInTurn || this.hasStopped) return;
    this.isScheduled = true;
    this.nowMs = this.options.clock.nowMs();
    this.options.schedule(this.turn, when);
  }

  private readonly turn = (): void => {
    this.isScheduled = false;
    if (this.hasStopped) return;
    const startMs = this.options.clock.nowMs();
    this.worstMs = Math.max(this.worstMs, startMs - this.nowMs);
    this.nowMs = startMs;
    this.isInTurn = true;
    this.isInBurst = this.waitingCount() >= burstEvents;
    const endMs = startMs + turnBudgetMs;
    this.deliverResends();
    this.drains.retryHeldBack();
    this.drainWhilePossible(endMs);
    this.isInTurn = false;
    this.worstMs = Math.max(this.worstMs, this.nowMs - startMs);
    if (this.hasEvents() || this.drains.isWaiting) this.ensureTurn('afterIo');
  };

  private hasEvents(): boolean {
    return this.position < this.current.length || this.next.length > 0;
  }

  private drainWhilePossible(endMs: number): void {
    do {
      if (this.drains.isWaiting && this.waitingCount() < busyLimit) this.drains.drainEach();
      const isInTime = this.runRounds(endMs);
      if (!this.hasEvents()) this.drains.settle();
      if (!isInTime) return;
    } while (this.drains.isWaiting);
  }

  /** False when the time is up. */
  private runRounds(endMs: number): boolean {
    while (this.hasEvents()) {
      if (this.position === this.current.length) this.beginRound();
      this.deliverPart();
      if (++this.workSinceCheck < clockCheckCalls) continue;
      this.workSinceCheck = 0;
      this.nowMs = this.options.clock.nowMs();
      if (this.nowMs >= endMs) return false;
    }
    this.nowMs = this.options.clock.nowMs();
    return this.nowMs < endMs;
  }

  private beginRound(): void {
    const emptied = this.current;
    this.current = this.next;
    this.next = emptied;
    this.next.length = 0;
    this.position = 0;
    for (let index = 0; index < this.current.length; index++) {
      const instance = this.current[index];
      if (instance) this.batches[index] = instance.inbox.take();
    }
  }

  private deliverPart(): void {
    const instance = this.current[this.position];
    const batch = this.batches[this.position];
    if (!instance || !batch) throw new Error('No round is under way');
    const start = this.delivered;
    const end = Math.min(batch.count, start + partSize);
    if (end === batch.count) {
      this.delivered = 0;
      this.position++;
    } else {
      this.delivered = end;
    }
    this.workSinceCheck += (end - start) / (clockCheckEvents / clockCheckCalls);
    const isLast = end === batch.count;
    this.deliver(instance, start === 0 && isLast ? batch : partOf(batch, start, end));
    if (isLast) instance.inbox.didDeliver();
  }

  private deliver(instance: RunningInstance, batch: EventBatch): void {
    const endpoint = instance.endpoint;
    if (!endpoint) {
      instance.tally.dropped += batch.count;
      return;
    }
    this.recordDelivered(instance, batch);
    instance.tally.in += batch.count;
    if (batch.hops >= instance.recentHops || this.nowMs - instance.recentHopsMs > recentHopsMs) {
      instance.recentHops = batch.hops;
      instance.recentHopsMs = this.nowMs;
    }
    this.deliveringHops = batch.hops;
    try {
      endpoint.deliver(batch);
    } catch (error) {
      this.options.onFault(instance, error);
    }
    this.deliveringHops = 0;
  }

  private recordDelivered(instance: RunningInstance, batch: EventBatch): void {
    const { values, timesMs, counts } = this.options.board.table;
    const { channelOfSlot } = instance;
    const nowMs = this.nowMs;
    const count = batch.count;
    const slots = batch.slots;
    const newest = batch.values;
    for (let index = 0; index < count; index++) {
      const row = channelOfSlot[slots[index]!]! * 2;
      values[row] = newest[index]!;
      timesMs[row] = nowMs;
      counts[row] = counts[row]! + 1;
    }
  }

  private route(instance: RunningInstance, slot: number, value: number, hops: number): void {
    if (Number.isNaN(value)) {
      instance.tally.dropped++;
      return;
    }
    const channel = instance.channelOfSlot[slot];
    if (channel === undefined || channel < 0) return;
    instance.tally.out++;
    const { values, timesMs, counts } = this.options.board.table;
    const row = channel * 2 + 1;
    values[row] = value;
    timesMs[row] = this.nowMs;
    counts[row] = counts[row]! + 1;
    const table = this.table;
    if (channel >= table.channelCount) return;
    const end = table.offsets[channel + 1]!;
    const { cycleNumbers } = this.loops;
    for (let route = table.offsets[channel]!; route < end; route++) {
      const cycleNumber = cycleNumbers === undefined ? -1 : cycleNumbers[route]!;
      if (cycleNumber < 0) this.instances[table.targetMembers[route]!]!.inbox.push(table.targetSlots[route]!, value);
      else this.loops.pass(route, cycleNumber, value, hops, this.nowMs);
    }
  }

  private deliverResends(): void {
    for (const instance of this.resends) {
      const endpoint = instance.endpoint;
      if (!endpoint) continue;
      this.resends.delete(instance);
      const batch = this.newestOf(instance);
      if (batch.count === 0) continue;
      try {
        endpoint.deliver(batch);
      } catch (error) {
        this.options.onFault(instance, error);
      }
    }
  }

  private newestOf(instance: RunningInstance): EventBatch {
    const slots: number[] = [];
    const values: number[] = [];
    for (let slot = 0; slot < instance.slotCount; slot++) {
      if (instance.isTarget[slot] !== 1) continue;
      const value = this.options.board.lastDelivered(instance.channelAt(slot));
      if (value === undefined) continue;
      slots.push(slot);
      values.push(value);
    }
    return { slots: Int32Array.from(slots), values: Float64Array.from(values), count: slots.length, hops: 0 };
  }

  private drain(instance: RunningInstance): boolean {
    const { endpoint } = instance;
    if (!endpoint?.drain) return false;
    try {
      return endpoint.drain(this.sinkFor(instance), drainLimit);
    } catch (error) {
      this.options.onFault(instance, error);
      return false;
    }
  }

  private sinkFor(instance: RunningInstance): RoundSink {
    return {
      emitRound: (slots, values, start, count, hops) => {
        const isRecent = this.nowMs - instance.recentHopsMs <= recentHopsMs;
        const caused = hops ?? (isRecent ? instance.recentHops : 0);
        const end = start + count;
        for (let index = start; index < end; index++) this.route(instance, slots[index]!, values[index]!, caused);
      },
    };
  }

  private waitingCount(): number {
    let count = 0;
    for (const instance of this.next) count += instance.inbox.count;
    for (let index = this.position; index < this.current.length; index++) count += this.batches[index]?.count ?? 0;
    return count;
  }
}

function partOf(batch: EventBatch, start: number, end: number): EventBatch {
  return { slots: batch.slots.subarray(start, end), values: batch.values.subarray(start, end), count: end - start, hops: batch.hops };
}
