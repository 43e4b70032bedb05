import type { PlannedInstance } from '../contract/plan.ts';
import type { OptionSetting } from '../contract/protocol.ts';

/**
 * Finds for each planned instance the running one that goes on as it: the one of the same name if its configuration is the same,
 * else, among those that are left on both sides, one with the same configuration, which was renamed. By planned index: the running
 * index, or -1 for an instance that starts anew.
 */
export function matchInstances(running: readonly PlannedInstance[], planned: readonly PlannedInstance[]): readonly number[] {
  const matches = planned.map(() => -1);
  const isTaken = running.map(() => false);
  const byName = new Map(running.map((instance, index) => [instance.name, index]));
  planned.forEach((instance, index) => {
    const candidate = byName.get(instance.name);
    if (candidate === undefined || !hasSameConfiguration(running[candidate], instance)) return;
    matches[index] = candidate;
    isTaken[candidate] = true;
  });
  const leftovers = new Map<string, number[]>();
  running.forEach((instance, index) => {
    if (isTaken[index]) return;
    const key = configurationKey(instance);
    leftovers.set(key, [...(leftovers.get(key) ?? []), index]);
  });
  if (leftovers.size === 0) return matches;
  planned.forEach((instance, index) => {
    if (matches[index] === -1) matches[index] = leftovers.get(configurationKey(instance))?.shift() ?? -1;
  });
  return matches;
}

export function hasSameOptions(a: readonly OptionSetting[], b: readonly OptionSetting[]): boolean {
  return a.length === b.length && a.every((option, index) => option.name === b[index]?.name && option.value === b[index]?.value);
}

function hasSameConfiguration(a: PlannedInstance | undefined, b: PlannedInstance): boolean {
  return a !== undefined && a.backend === b.backend && a.folder === b.folder && hasSameOptions(a.options, b.options);
}

function configurationKey(instance: PlannedInstance): string {
  return JSON.stringify([instance.backend, instance.folder, instance.options.map(({ name, value }) => [name, value])]);
}
