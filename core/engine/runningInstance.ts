import { fail, type Result } from '../base/result.ts';
import type { ChannelId, Slot } from '../contract/ids.ts';
import {
  type InstanceCounters,
  type InstancePhase,
  type InstanceStatus,
  type RunProblem,
  zeroCounters,
} from '../contract/instanceState.ts';
import type { PlannedInstance } from '../contract/plan.ts';
import type { ChannelProblem, ProtocolDescription } from '../contract/protocol.ts';
import type { BackendInstance, ChannelBinding } from './backend.ts';
import { nothingPlaced } from './channelPlacing.ts';
import type { ChannelTable } from './channelTable.ts';
import type { Relay } from './cycles.ts';
import { Inbox } from './inbox.ts';

/** The counters of an instance, while it runs. */
type Tally = { -readonly [K in keyof InstanceCounters]: number };

/** What the engine holds of one instance from its creation to its end, however often it is renamed meanwhile. */
export class RunningInstance {
  /** Position among the instances of the running plan; changes with the plan. */
  index = 0;
  /** True until the backend made it or failed to; events wait in the inbox meanwhile. */
  isAwaited = true;
  /** Undefined while it is awaited, and when it failed: then its events are dropped and counted. */
  endpoint: BackendInstance | undefined;
  status: InstanceStatus = { phase: 'starting', reason: '', problems: [] };
  /** True once the instance has no place in the running plan: whatever it still reports is ignored. */
  hasEnded = false;
  /** Hops of what was delivered lately, and when; see `RoundSink.emitRound`. */
  recentHops = 0;
  recentHopsMs = 0;
  /** What the protocol made of the options; meaningless when they were refused. */
  readonly config: unknown;
  /** Why the options were refused, if they were. */
  readonly refusal: string | undefined;
  /** The channels that the plan names, in its order. */
  bindings: readonly ChannelBinding[] = [];
  /** The same channels, and those that can't be used; see `placeChannels`. */
  placed = nothingPlaced;
  /** By slot: the newest binding, also of channels that the plan no longer names. */
  readonly bindingOfSlot: (ChannelBinding | undefined)[] = [];
  /** By slot: the number of the channel. Grows in steps; entries beyond `slotCount` are -1. */
  channelOfSlot = new Int32Array(16).fill(-1);
  /** By slot: 1 when the map sends to it. */
  isTarget = new Uint8Array(16);
  slotCount = 0;
  readonly tally: Tally = { ...zeroCounters };
  readonly inbox: Inbox;
  readonly relay: Relay;

  constructor(
    public planned: PlannedInstance,
    /** Undefined when this build does not know the backend. */
    private readonly protocol: ProtocolDescription | undefined,
    private readonly channels: ChannelTable,
    onEventsWait: (instance: RunningInstance) => void,
  ) {
    const parsed = protocol?.parseInstance(planned.options);
    const errors = parsed?.problems.filter(({ severity }) => severity === 'error') ?? [];
    this.config = parsed?.config;
    this.refusal = errors.length > 0 ? errors.map(({ message }) => message).join(' ') : undefined;
    this.relay = protocol?.relays;
    this.inbox = new Inbox(
      () => onEventsWait(this),
      (amount) => {
        this.tally.coalesced += amount;
      },
    );
  }

  get name(): string {
    return this.planned.name;
  }

  slotOf(spec: string): Slot | undefined {
    const channel = this.channels.find(this.name, spec);
    if (channel === undefined) return undefined;
    const slot = this.channels.notedSlot(channel);
    // An instance that had the name before may have noted it.
    return this.channelOfSlot[slot] === channel ? slot : undefined;
  }

  channelAt(slot: number): ChannelId {
    return (this.channelOfSlot[slot] ?? -1) as ChannelId;
  }

  parseChannel(spec: string): Result<unknown, ChannelProblem> {
    if (!this.protocol) return fail({ code: 'unknown-backend', message: `This program has no backend "${this.planned.backend}".` });
    return this.protocol.parseChannel(spec, this.config);
  }

  addSlot(channel: ChannelId): Slot {
    const slot = this.slotCount as Slot;
    this.slotCount = slot + 1;
    if (slot >= this.channelOfSlot.length) this.growSlots();
    this.setChannel(slot, channel);
    return slot;
  }

  /** The number of a slot's channel: a new one when the instance is renamed. */
  setChannel(slot: Slot, channel: ChannelId): void {
    this.channelOfSlot[slot] = channel;
    // The name may belong to another instance already.
    if (!this.hasEnded) this.channels.noteSlot(channel, slot);
  }

  /** Takes a new state; false when it says the same as before. */
  changeStatus(phase: InstancePhase, reason: string, problems: readonly RunProblem[]): boolean {
    const next: InstanceStatus = { phase, reason, problems: [...problems] };
    if (JSON.stringify(next) === JSON.stringify(this.status)) return false;
    this.status = next;
    return true;
  }

  private growSlots(): void {
    const channels = new Int32Array(this.channelOfSlot.length * 2).fill(-1);
    channels.set(this.channelOfSlot);
    this.channelOfSlot = channels;
    const targets = new Uint8Array(channels.length);
    targets.set(this.isTarget);
    this.isTarget = targets;
  }
}
