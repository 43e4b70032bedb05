import type { EventRing } from '../../core/contract/eventRing.ts';
import type { Slot } from '../../core/contract/ids.ts';
import type { PythonChannels } from '../../core/contract/pythonLink.ts';
import type { ChannelBinding, EventBatch, RoundSink } from '../../core/engine/backend.ts';

/** The channels of one instance in the order of `channels()`, and their last values for a worker that has to start again. */
export class ChannelList {
  /** Made by `output()` while loading, in that order. */
  private readonly created = new Map<string, Slot>();
  private mapped: readonly ChannelBinding<string>[];
  private lastInputs = new Float64Array(64).fill(Number.NaN);
  private lastOutputs = new Float64Array(64).fill(Number.NaN);
  private scratchSlots = new Int32Array(0);
  private scratchValues = new Float64Array(0);

  constructor(bindings: readonly ChannelBinding<string>[]) {
    this.mapped = bindings;
    this.growFor(bindings.map(({ slot }) => slot));
  }

  update(bindings: readonly ChannelBinding<string>[]): void {
    this.mapped = bindings;
    this.growFor(bindings.map(({ slot }) => slot));
  }

  addCreated(spec: string, makeSlot: () => Slot): void {
    if (this.created.has(spec)) return;
    const slot = makeSlot();
    this.created.set(spec, slot);
    this.growFor([slot]);
  }

  nameOf(slot: Slot): string {
    const mapped = this.mapped.find((binding) => binding.slot === slot);
    return mapped?.spec ?? [...this.created].find(([, own]) => own === slot)?.[0] ?? `number ${slot}`;
  }

  /** What `start` and `channels` tell the worker. */
  describe(withLastValues: boolean): PythonChannels {
    const mapped = this.mapped.filter(({ spec }) => !this.created.has(spec));
    const targets = new Set(this.mapped.filter(({ isTarget }) => isTarget).map(({ spec }) => spec));
    const specs = [...this.created.keys(), ...mapped.map(({ spec }) => spec)];
    const slots = Int32Array.from([...this.created.values(), ...mapped.map(({ slot }) => slot)]);
    return {
      specs,
      slots,
      isTarget: Uint8Array.from(specs, (spec) => (targets.has(spec) ? 1 : 0)),
      lastOutputs: withLastValues ? Float64Array.from(slots, (slot) => this.lastOutputs[slot]!) : null,
      lastInputs: withLastValues ? Float64Array.from(slots, (slot) => this.lastInputs[slot]!) : null,
    };
  }

  noteInputs({ slots, values, count }: EventBatch): void {
    for (let index = 0; index < count; index++) this.lastInputs[slots[index]!] = values[index]!;
  }

  /** Hands the ring's next `count` events over as one round. */
  emit(ring: EventRing, sink: RoundSink, count: number, hops: number): void {
    const start = ring.readOffset;
    if (start + count <= ring.capacity) {
      this.noteOutputs(ring.slots, ring.values, start, count);
      sink.emitRound(ring.slots, ring.values, start, count, hops);
    } else {
      if (this.scratchSlots.length < count) {
        this.scratchSlots = new Int32Array(ring.capacity);
        this.scratchValues = new Float64Array(ring.capacity);
      }
      ring.read(this.scratchSlots, this.scratchValues, count);
      this.noteOutputs(this.scratchSlots, this.scratchValues, 0, count);
      sink.emitRound(this.scratchSlots, this.scratchValues, 0, count, hops);
    }
    ring.release(count);
  }

  private noteOutputs(slots: Int32Array, values: Float64Array, start: number, count: number): void {
    for (let index = start; index < start + count; index++) this.lastOutputs[slots[index]!] = values[index]!;
  }

  private growFor(slots: readonly number[]): void {
    const needed = slots.reduce((most, slot) => Math.max(most, slot + 1), 0);
    if (needed <= this.lastInputs.length) return;
    this.lastInputs = grown(this.lastInputs, needed);
    this.lastOutputs = grown(this.lastOutputs, needed);
  }
}

function grown(values: Float64Array<ArrayBuffer>, needed: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(needed, values.length * 2)).fill(Number.NaN);
  larger.set(values);
  return larger;
}
