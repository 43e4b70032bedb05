import { EventRing } from '../../core/contract/eventRing.ts';
import type { Slot } from '../../core/contract/ids.ts';
import { type PythonChannels, pythonWord } from '../../core/contract/pythonLink.ts';
import type { ChannelBinding, EventBatch, InstanceContext, RoundSink } from '../../core/engine/backend.ts';
import { BoundedInbox } from './boundedInbox.ts';
import { ChannelList } from './channelList.ts';
import { InstanceFlow } from './instanceFlow.ts';
import type { WorkerHandle } from './workerHandle.ts';

/** What events need of the worker that takes them and puts out others. */
type TrafficWorker = Pick<WorkerHandle, 'words' | 'wake' | 'raiseHops' | 'didRoute'>;

/** An instance's channels and its two rings. They outlive its workers: what waits in them is for whichever worker is there next. */
export class InstanceTraffic {
  readonly input = EventRing.allocate();
  readonly output = EventRing.allocate();
  /** Looked at by the other instances as well. */
  readonly flow: InstanceFlow;
  private readonly inbox: BoundedInbox;
  private readonly channels: ChannelList;

  constructor(
    private readonly context: Pick<InstanceContext, 'clock' | 'count' | 'createChannel'>,
    bindings: readonly ChannelBinding<string>[],
    behind: () => Iterable<InstanceFlow>,
    private readonly worker: () => TrafficWorker,
  ) {
    this.inbox = new BoundedInbox(this.input, context.clock, (events) => context.count('coalesced', events));
    this.channels = new ChannelList(bindings);
    this.flow = new InstanceFlow(context.clock, this.input, this.output, behind, (routedIndex) => this.worker().didRoute(routedIndex));
  }

  /** A worker begins: nothing that it puts out is on its way. */
  begin(worker: TrafficWorker): void {
    worker.didRoute(this.output.readIndex);
  }

  // ---- events in

  deliver(batch: EventBatch): void {
    const worker = this.worker();
    this.channels.noteInputs(batch);
    worker.raiseHops(batch.hops);
    this.inbox.deliver(batch.slots, batch.values, batch.count);
    worker.wake();
  }

  canAccept(): boolean {
    return this.inbox.canAccept();
  }

  /** The worker has rung: it has taken something out, put something out, or both. */
  answerDoorbell(): void {
    Atomics.store(this.worker().words, pythonWord.doorbell, 0);
    this.inbox.flush();
  }

  /** Nobody takes out what waits. */
  countLost(): void {
    this.context.count('dropped', this.input.available);
  }

  // ---- events out

  drain(sink: RoundSink, maxEvents: number): boolean {
    const { output } = this;
    const count = Math.min(output.available, maxEvents);
    this.flow.noteDrain(count);
    if (count > 0) this.channels.emit(output, sink, count, Atomics.load(this.worker().words, pythonWord.hopsOut));
    return output.available > 0;
  }

  didSettle(): void {
    this.flow.settle(Atomics.load(this.worker().words, pythonWord.hasOwnCalls) === 1);
  }

  // ---- channels

  updateChannels(bindings: readonly ChannelBinding<string>[]): void {
    this.channels.update(bindings);
  }

  /** Channels that no map line names: the code has put out something on them while it was loaded. */
  createChannels(specs: readonly string[]): void {
    for (const spec of specs) this.channels.addCreated(spec, () => this.context.createChannel(spec));
  }

  describeChannels(withLastValues: boolean): PythonChannels {
    return this.channels.describe(withLastValues);
  }

  channelOf(slot: number): string {
    return this.channels.nameOf(slot as Slot);
  }
}
