import { ok } from '../../base/result.ts';
import type { Slot } from '../../contract/ids.ts';
import type { ProtocolDescription } from '../../contract/protocol.ts';
import type { Backend, BackendInstance, ChannelBinding, EventBatch, InstanceContext, RoundSink } from '../backend.ts';

/** One scripted instance: remembers what it got and puts out what the test says. */
export class FakeInstance implements BackendInstance {
  /** Every delivered event as `spec=value`, in order. */
  readonly received: string[] = [];
  /** The same, one list per call. */
  readonly batches: string[][] = [];
  readonly slots = new Map<string, Slot>();
  bindings: readonly ChannelBinding[];
  updates = 0;
  isStopped = false;
  settled = 0;
  accepts = true;
  /** What the instance does with each event, after it was noted. */
  onEvent: ((spec: string, value: number) => void) | undefined;
  private readonly specs = new Map<number, string>();
  private readonly published: { slots: number[]; values: number[]; hops: number | undefined }[] = [];

  constructor(
    readonly context: InstanceContext,
    channels: readonly ChannelBinding[],
    private readonly backend: FakeBackend,
  ) {
    this.bindings = channels;
    this.learn(channels);
    context.setStatus('live', '');
  }

  emit(spec: string, value: number): void {
    this.context.emit(this.slotOf(spec), value);
  }

  /** Publishes one round as an interpreter does: the engine fetches it. */
  publish(events: readonly (readonly [spec: string, value: number])[], hops?: number): void {
    this.published.push({ slots: events.map(([spec]) => this.slotOf(spec)), values: events.map(([, value]) => value), hops });
    this.context.requestDrain();
  }

  get unfetchedRounds(): number {
    return this.published.length;
  }

  deliver(batch: EventBatch): void {
    if (this.backend.fault) throw this.backend.fault;
    const events: [string, number][] = [];
    for (let index = 0; index < batch.count; index++) {
      events.push([this.specs.get(batch.slots[index] ?? -1) ?? '?', batch.values[index] ?? Number.NaN]);
    }
    if (this.backend.isNoting) {
      const texts = events.map(([spec, value]) => `${spec}=${value}`);
      this.batches.push(texts);
      for (const text of texts) this.received.push(text);
    }
    for (const [spec, value] of events) this.onEvent?.(spec, value);
  }

  updateChannels(channels: readonly ChannelBinding[]): void {
    this.bindings = channels;
    this.updates++;
    this.learn(channels);
  }

  canAccept(): boolean {
    return this.accepts;
  }

  drain(sink: RoundSink, maxEvents: number): boolean {
    const round = this.published.shift();
    if (round)
      sink.emitRound(Int32Array.from(round.slots), Float64Array.from(round.values), 0, Math.min(maxEvents, round.slots.length), round.hops);
    return this.published.length > 0;
  }

  didSettle(): void {
    this.settled++;
  }

  async stop(): Promise<void> {
    await this.backend.stopping?.(this.context.name);
    this.isStopped = true;
    this.backend.stopOrder.push(this.context.name);
  }

  private slotOf(spec: string): Slot {
    const slot = this.slots.get(spec) ?? this.context.createChannel(spec);
    this.slots.set(spec, slot);
    return slot;
  }

  private learn(channels: readonly ChannelBinding[]): void {
    for (const { spec, slot } of channels) {
      this.slots.set(spec, slot);
      this.specs.set(slot, spec);
    }
  }
}

/** A backend whose instances are scripted. Any option is fine but `broken`; any channel is fine but `unusable`. */
export class FakeBackend implements Backend {
  readonly protocol: ProtocolDescription;
  /** Every instance ever made, by name; the newest one. */
  readonly instances = new Map<string, FakeInstance>();
  readonly stopOrder: string[] = [];
  created = 0;
  starts = 0;
  stops = 0;
  willStops = 0;
  appliedPlans = 0;
  isNoting = true;
  /** Thrown by every delivery. */
  fault: Error | undefined;
  /** What stopping an instance waits for. */
  stopping: ((name: string) => Promise<void>) | undefined;

  constructor(name: string, relays?: ProtocolDescription['relays']) {
    this.protocol = {
      name,
      title: name,
      summary: 'Scripted by a test.',
      ...(relays ? { relays } : {}),
      backendOptions: [],
      instanceOptions: [],
      checkBackendOptions: () => [],
      parseInstance: (options) => ({
        config: options,
        problems: options.flatMap((option, index) =>
          option.name === 'broken' ? [{ option: index, severity: 'error' as const, code: 'broken', message: 'It is broken.' }] : [],
        ),
      }),
      parseChannel: (spec) => (spec === 'unusable' ? { ok: false, error: { code: 'unusable', message: 'No.' } } : ok(spec)),
    };
  }

  start(): ReturnType<Backend['start']> {
    this.starts++;
    return {
      createInstance: (context, config, channels) => {
        if (Array.isArray(config) && config.some((option: { name: string }) => option.name === 'throws')) throw new Error('no such device');
        this.created++;
        const instance = new FakeInstance(context, channels, this);
        this.instances.set(context.name, instance);
        return instance;
      },
      didApplyPlan: () => {
        this.appliedPlans++;
      },
      didChangeFile: async (path) =>
        [...this.instances.keys()].map((instance) => ({
          instance,
          outcome: path.endsWith('.py') ? ('swapped' as const) : ('untouched' as const),
          tookMs: 0,
        })),
      willStop: () => {
        this.willStops++;
      },
      stop: async () => {
        this.stops++;
      },
    };
  }
}
