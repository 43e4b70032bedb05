import type { Logger } from '../base/logger.ts';
import type { Plan } from '../contract/plan.ts';
import type { ChannelBinding } from './backend.ts';
import type { ChannelTable } from './channelTable.ts';
import type { PlanChannels } from './routeTable.ts';
import type { RunningInstance } from './runningInstance.ts';

const sourceBit = 1;
const targetBit = 2;

/**
 * Gives every channel of the plan its slot and number. Channels that an instance knows already are found by their position in the
 * last plan, so that a small edit of a large show looks up few names. `changed` are the instances whose channels or their uses differ.
 */
export function placeChannels(
  plan: Plan,
  instances: readonly RunningInstance[],
  channels: ChannelTable,
  logger: Logger,
): { readonly channels: PlanChannels; readonly changed: readonly RunningInstance[] } {
  const total = plan.instances.reduce((sum, instance) => sum + instance.channels.length, 0);
  const uses = usesOf(plan, total);
  const placed = { channels: new Int32Array(total), members: new Int32Array(total), slots: new Int32Array(total).fill(-1) };
  const changed: RunningInstance[] = [];
  let index = 0;
  for (const instance of instances) {
    const before = instance.bindings;
    const bindings: ChannelBinding[] = [];
    instance.isTarget.fill(0);
    let isSame = true;
    for (const spec of instance.planned.channels) {
      const planIndex = index++;
      const binding = bind(instance, spec, uses[planIndex] ?? 0, before[bindings.length], channels, logger);
      if (!binding) continue;
      if (binding !== before[bindings.length]) isSame = false;
      bindings.push(binding);
      placed.channels[planIndex] = instance.channelAt(binding.slot);
      placed.members[planIndex] = instance.index;
      placed.slots[planIndex] = binding.slot;
    }
    if (isSame && bindings.length === before.length) continue;
    instance.bindings = bindings;
    changed.push(instance);
    instance.tally.dropped += instance.inbox.dropUnless((slot) => instance.isTarget[slot] === 1);
  }
  return { channels: placed, changed };
}

/** Undefined for a channel that lint should have left out of the plan. */
function bind(
  instance: RunningInstance,
  spec: string,
  use: number,
  atSamePlace: ChannelBinding | undefined,
  channels: ChannelTable,
  logger: Logger,
): ChannelBinding | undefined {
  const isSource = (use & sourceBit) !== 0;
  const isTarget = (use & targetBit) !== 0;
  const slot = atSamePlace?.spec === spec ? atSamePlace.slot : instance.slotOf(spec);
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
  if (isTarget) instance.isTarget[binding.slot] = 1;
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
