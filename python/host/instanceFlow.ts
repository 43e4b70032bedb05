import type { Clock } from '../../core/base/clock.ts';
import type { EventRing } from '../../core/contract/eventRing.ts';
import { bulkOutputs } from '../../core/contract/pythonLink.ts';
import { type Downstream, EffectsWait } from './effectsWait.ts';

/** How far an instance's events have come: what it has yet to handle, and what of its outputs is still on its way. */
export class InstanceFlow implements Downstream {
  private readonly effects: EffectsWait;
  /** False from a drain until what was drained has been delivered. */
  private isDelivered = true;
  private drained = 0;

  constructor(
    clock: Clock,
    private readonly input: EventRing,
    private readonly output: EventRing,
    behind: () => Iterable<Downstream>,
    private readonly didRoute: (routedIndex: number) => void,
  ) {
    this.effects = new EffectsWait(clock, behind, didRoute);
  }

  noteDrain(events: number): void {
    if (events > 0) this.isDelivered = false;
    this.drained += events;
  }

  /** Everything that was drained has been routed and delivered. Only calls that no event causes wait for more than that. */
  settle(hasOwnCalls: boolean): void {
    const { drained } = this;
    this.drained = 0;
    this.isDelivered = true;
    if (drained > bulkOutputs || !hasOwnCalls) this.didRoute(this.output.readIndex);
    else this.effects.begin(this.output.readIndex);
  }

  /** Some instance has gone on. */
  look(): void {
    this.effects.look();
  }

  dispose(): void {
    this.effects.dispose();
  }

  get waitingEvents(): number {
    return this.input.available;
  }

  get deliveredIndex(): number {
    return this.input.writeIndex;
  }

  get handledIndex(): number {
    return this.input.readIndex;
  }

  get isSettled(): boolean {
    return this.isDelivered && this.output.available === 0;
  }

  tellWhenHandled(): void {
    this.input.announceWaiting();
  }
}
