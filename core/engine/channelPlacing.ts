import type { Logger } from '../base/logger.ts';
import type { Plan } from '../contract/plan.ts';
import type { ChannelBinding } from './backend.ts';
import type { ChannelTable } from './channelTable.ts';
import type { PlanChannels } from './routeTable.ts';
import type { RunningInstance } from './runningInstance.ts';

const sourceBit = 1;
const targetBit = 2;

/** The channels of an instance as the last plan named them: parallel lists. A slot of -1 marks a channel that can't be used. */
export interface PlacedChannels {
  readonly specs: readonly string[];
  readonly uses: Uint8Array;
  readonly slots: Int32Array;
}

export const nothingPlaced: PlacedChannels = { specs: [], uses: new Uint8Array(), slots: new Int32Array() };

/**
 * Gives every channel of the plan its slot and number. Those that an instance has and uses as in the last plan, from its first channel
 * on, are not looked up again: an edit of a large show adds its channels at the end. `changed` are the instances whose channels or
 * their uses differ.
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
  const most = Math.min(specs.length, before.specs.length);
  let same = 0;
  while (same < most && specs[same] === before.specs[same] && uses[same] === before.uses[same]) same++;
  if (same === specs.length && same === before.specs.length) return false;
  const slots = new Int32Array(specs.length).fill(-1);
  slots.set(before.slots.subarray(0, same));
  for (let index = same; index < specs.length; index++) {
    slots[index] = bind(instance, specs[index] ?? '', uses[index] ?? 0, channels, logger)?.slot ?? -1;
  }
  const bindings: ChannelBinding[] = [];
  instance.isTarget.fill(0);
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index] ?? -1;
    const binding = instance.bindingOfSlot[slot];
    if (slot < 0 || !binding) continue;
    bindings.push(binding);
    if (binding.isTarget) instance.isTarget[slot] = 1;
  }
  instance.bindings = bindings;
  instance.placed = { specs, uses, slots };
  instance.tally.dropped += instance.inbox.dropUnless((slot) => instance.isTarget[slot] === 1);
  return true;
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
    const ownSlot = slot ?? instance.addSlot(spec, channels.idOf(instance.name, spec));
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
