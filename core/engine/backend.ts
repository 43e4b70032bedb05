/**
 * The seam between the engine and the protocols: all that a backend may import of the engine. A backend never sees another
 * backend, the router or the plan; it gets a context per instance, emits values on its slots and takes batches of values.
 * Everything here runs in the engine worker's one thread; nothing may block it.
 */
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { CallProfile, FileChangeOutcome, StdioMode } from '../contract/engineLink.ts';
import type { Slot } from '../contract/ids.ts';
import type { InstancePhase, RunProblem } from '../contract/instanceState.ts';
import type { RunSettings } from '../contract/plan.ts';
import type { OptionSetting, ProtocolDescription } from '../contract/protocol.ts';

/** A protocol that can run. Composition roots hand the engine a registry of these. */
export interface Backend<Config = unknown, Channel = unknown> {
  readonly protocol: ProtocolDescription<Config, Channel>;
  /** Called when the first instance of the backend is planned, with the options of `[backend NAME]`. */
  start(host: BackendHost, options: readonly OptionSetting[]): BackendRuntime<Config, Channel>;
}

export interface BackendHost {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stdio: StdioMode;
}

/** One per running backend: holds what its instances share. */
export interface BackendRuntime<Config = unknown, Channel = unknown> {
  createInstance(context: InstanceContext, config: Config, channels: readonly ChannelBinding<Channel>[]): BackendInstance<Channel>;
  /** A plan was applied in full: every instance that it names exists. Python's start barrier counts from here. */
  didApplyPlan?(settings: RunSettings): void;
  /** A file of the show was saved. Answers for each instance that loaded it; absent for backends that load no files. */
  didChangeFile?(path: string): Promise<readonly FileChangeOutcome[]>;
  /** The engine is about to stop its instances one after the other: nothing that they would do by themselves may begin now. */
  willStop?(): void;
  /** All instances are gone already. */
  stop(): Promise<void>;
}

/** A channel of an instance as the map names it. */
export interface ChannelBinding<Channel = unknown> {
  readonly slot: Slot;
  /** The protocol's own text, e.g. `/1/fader1`. */
  readonly spec: string;
  readonly channel: Channel;
  readonly isSource: boolean;
  readonly isTarget: boolean;
}

/** What the engine gives to an instance. */
export interface InstanceContext {
  readonly name: string;
  /** Absolute folder of the file that holds the instance's section. */
  readonly folder: string;
  /** Absolute folder of the show's main configuration file. */
  readonly showFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Queues one event; it is routed in the round that follows the current call. `value` is clamped to 0..1 by the caller;
   * NaN is dropped and counted here.
   */
  emit(slot: Slot, value: number): void;
  /** Makes a channel that the map does not name (Python's `output()` at load) and returns its slot; known specs keep theirs. */
  createChannel(spec: string): Slot;
  /** The engine will call `drain` soon, in its own turn. May be called any number of times. */
  requestDrain(): void;
  /** Reports the instance's state; the engine publishes changes only. */
  setStatus(phase: InstancePhase, reason: string, problems?: readonly RunProblem[]): void;
  /** Adds to the instance's counters. */
  count(counter: 'dropped' | 'coalesced' | 'late' | 'errors', amount: number): void;
  /** Text that user code printed, when `BackendHost.stdio` is `forward`. */
  print(stream: 'stdout' | 'stderr', text: string): void;
  reportProfile(rows: readonly CallProfile[]): void;
  /** Whether routes lead from here to the instance of this name, through whatever instances are between. */
  reaches(instance: string): boolean;
  /**
   * Asks the engine to deliver again the newest value of every target channel that ever had one: after a reconnect.
   */
  requestResend(): void;
}

/** Values for one instance, in order. The arrays belong to the engine and are valid during the call only. */
export interface EventBatch {
  readonly slots: Int32Array;
  readonly values: Float64Array;
  readonly count: number;
  /**
   * Through how many instances on a cycle of routes the farthest travelled of these events came: 0 for what no loop brought.
   * An instance that relays to any channel hands it back with what it puts out for these events (see `RoundSink`).
   */
  readonly hops: number;
}

/** Takes what a drained instance had published; one call is one round. */
export interface RoundSink {
  /**
   * `hops`: the largest `EventBatch.hops` among the batches that caused these events, 0 for those that a timer or a socket caused.
   * Without it the engine assumes that what was delivered last caused them, and may take a busy pair of instances for a loop.
   */
  emitRound(slots: Int32Array, values: Float64Array, start: number, count: number, hops?: number): void;
}

export interface BackendInstance<Channel = unknown> {
  /** Values arrive for target channels. Must not throw for anything a peer or a user can cause. */
  deliver(batch: EventBatch): void;
  /** The map changed: channels joined or left. Slots of the others stay as they are. Their use may have changed too. */
  updateChannels(channels: readonly ChannelBinding<Channel>[]): void;
  /**
   * False while the instance's queue is full and its consumer makes progress: the engine then holds back the sources that
   * feed it (only those that are drained). Absent means always true.
   */
  canAccept?(): boolean;
  /** Hands over what the instance has published, at most `maxEvents`, as rounds. Called after `requestDrain`. True when more waits. */
  drain?(sink: RoundSink, maxEvents: number): boolean;
  /**
   * What was taken from the instance by the last `drain` is routed, and whatever that caused in other instances without a queue of
   * their own has happened, too.
   */
  didSettle?(): void;
  /** Closes sockets and workers. `deadlineMs` is on the context's clock; Python runs its cleanup handlers within it. */
  stop(deadlineMs: number): Promise<void>;
}
