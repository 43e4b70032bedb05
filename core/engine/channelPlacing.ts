import { type CommonEnds, commonEndsAt } from '../base/commonEnds.ts';
import type { Logger } from '../base/logger.ts';
import type { Plan } from '../contract/plan.ts';
import type { ChannelBinding } from './backend.ts';
import type { ChannelTable } from './channelTable.ts';
import type { PlanChannels } from './routeTable.ts';
import type { RunningInstance } from './runningInstance.ts';

const sourceBit = 1;
const targetBit = 2;

/** The channels of an instance as the last plan named them: parallel lists. A channel that can't be used has slot -1 and no binding. */
export interface PlacedChannels {
  readonly specs: readonly string[];
  readonly uses: Uint8Array;
  readonly slots: Int32Array;
  readonly bindings: readonly (ChannelBinding | undefined)[];
}

export const nothingPlaced: PlacedChannels = { specs: [], uses: new Uint8Array(), slots: new Int32Array(), bindings: [] };

/**
 * Gives every channel of the plan its slot and number. Those at the ends of an instance's list that it has and uses as in the last plan
 * are not looked up again: an edit of a large show touches few. `changed` are the instances whose channels or their uses differ.
 */
export function placeChannels(
  plan: Plan,
  instances: readonly RunningInstance[],
  channels: ChannelTable,
  logger: Logger,
): { readonly channels: PlanChannels; readonly changed: readonly RunningInstance[] } {
  const total = plan.instances.reduce((sum, instance) => sum + instance.channels.length, 0);
  const uses = usesOf(plan, total);
  const placed = { channels: new Int32Array(total), members: new Int32Array(total), slots: new Int32Array(total) };
  const changed: RunningInstance[] = [];
  let first = 0;
  for (const instance of instances) {
    const end = first + instance.planned.channels.length;
    if (placeInstance(instance, uses.slice(first, end), channels, logger)) changed.push(instance);
    const { slots } = instance.placed;
    placed.slots.set(slots, first);
    placed.members.fill(instance.index, first, end);
    for (let index = 0; index < slots.length; index++) placed.channels[first + index] = instance.channelAt(slots[index] ?? -1);
    first = end;
  }
  return { channels: placed, changed };
}

/** True when the channels of the instance or their uses are not those of the last plan. */
function placeInstance(instance: RunningInstance, uses: Uint8Array, channels: ChannelTable, logger: Logger): boolean {
  const specs = instance.planned.channels;
  const before = instance.placed;
  const { head, tail } = unchangedEnds(before, specs, uses);
  if (head === specs.length && head === before.specs.length) return false;
  for (const binding of before.bindings.slice(head, before.bindings.length - tail)) if (binding) instance.isTarget[binding.slot] = 0;
  const found = specs
    .slice(head, specs.length - tail)
    .map((spec, index) => bind(instance, spec, uses[head + index] ?? 0, channels, logger));
  const slots = new Int32Array(specs.length);
  slots.set(before.slots.subarray(0, head));
  slots.set(before.slots.subarray(before.slots.length - tail), specs.length - tail);
  found.forEach((binding, index) => {
    slots[head + index] = binding?.slot ?? -1;
    if (binding?.isTarget) instance.isTarget[binding.slot] = 1;
  });
  const bindings = before.bindings.slice(0, head).concat(found, before.bindings.slice(before.bindings.length - tail));
  instance.placed = { specs, uses, slots, bindings };
  instance.bindings = bindings.filter((binding) => binding !== undefined);
  instance.tally.dropped += instance.inbox.dropUnless((slot) => instance.isTarget[slot] === 1);
  return true;
}

/** How many channels at the start and at the end have the same name and use as before. */
function unchangedEnds(before: PlacedChannels, specs: readonly string[], uses: Uint8Array): CommonEnds {
  return commonEndsAt(
    before.specs.length,
    specs.length,
    (first, second) => before.specs[first] === specs[second] && before.uses[first] === uses[second],
  );
}

/** Undefined for a channel that lint should have left out of the plan. */
function bind(instance: RunningInstance, spec: string, use: number, channels: ChannelTable, logger: Logger): ChannelBinding | undefined {
  const isSource = (use & sourceBit) !== 0;
  const isTarget = (use & targetBit) !== 0;
  const slot = instance.slotOf(spec);
  const known = slot === undefined ? undefined : instance.bindingOfSlot[slot];
  let binding = known;
  if (!binding || binding.isSource !== isSource || binding.isTarget !== isTarget) {
    const parsed = known ? { ok: true as const, value: known.channel } : instance.parseChannel(spec);
    if (!parsed.ok) {
      logger.log('error', instance.name, `The channel "${spec}" can't be used: ${parsed.error.message}`);
      return undefined;
    }
    const ownSlot = slot ?? instance.addSlot(channels.idOf(instance.name, spec));
    binding = { slot: ownSlot, spec, channel: parsed.value, isSource, isTarget };
    instance.bindingOfSlot[ownSlot] = binding;
  }
  return binding;
}

/** By plan channel index. */
function usesOf(plan: Plan, total: number): Uint8Array {
  const uses = new Uint8Array(total);
  const { sources, targets } = plan.routes;
  for (let route = 0; route < sources.length; route++) {
    const source = sources[route] ?? 0;
    const target = targets[route] ?? 0;
    uses[source] = (uses[source] ?? 0) | sourceBit;
    uses[target] = (uses[target] ?? 0) | targetBit;
  }
  return uses;
}
