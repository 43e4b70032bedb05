import type { EngineStats } from '../../core/contract/engineLink.ts';

export interface InstanceRate {
  /** Events per second into the instance. */
  readonly in: number;
  readonly out: number;
}

export interface RateTable {
  /** Events per second that all instances put out. */
  readonly total: number;
  readonly perInstance: ReadonlyMap<string, InstanceRate>;
}

/** Rates between two looks at counters that only grow; a counter that fell belongs to a restarted instance and counts from 0. */
export function ratesBetween(before: EngineStats | undefined, after: EngineStats): RateTable {
  const seconds = before ? (after.wallMs - before.wallMs) / 1_000 : 0;
  if (!before || !(seconds > 0)) return { total: 0, perInstance: new Map() };
  const previous = new Map(before.instances.map(({ instance, counters }) => [instance, counters]));
  const perInstance = new Map<string, InstanceRate>();
  let total = 0;
  for (const { instance, counters } of after.instances) {
    const old = previous.get(instance);
    const rate = { in: grownBy(old?.in, counters.in) / seconds, out: grownBy(old?.out, counters.out) / seconds };
    perInstance.set(instance, rate);
    total += rate.out;
  }
  return { total, perInstance };
}

function grownBy(before: number | undefined, after: number): number {
  return before === undefined || after < before ? after : after - before;
}
