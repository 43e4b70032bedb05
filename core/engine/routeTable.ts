/**
 * The routes of a plan as typed arrays, immutable: a new plan makes a new table. Routes are sorted by source channel and keep the
 * order of their map lines within it; `offsets[channel]` to `offsets[channel + 1]` are the routes that leave a channel.
 */
export interface RouteTable {
  /** Channels from this number on were made after the table and have no routes. */
  readonly channelCount: number;
  readonly offsets: Int32Array;
  readonly sourceChannels: Int32Array;
  readonly sourceMembers: Int32Array;
  readonly targetChannels: Int32Array;
  /** Number of the target's instance among the running ones. */
  readonly targetMembers: Int32Array;
  readonly targetSlots: Int32Array;
  /** Index into `wires`. */
  readonly wireOf: Int32Array;
  /** Keys of the map lines. */
  readonly wires: readonly string[];
}

/** Where a channel of the plan is: parallel arrays by plan channel index. A slot of -1 marks a channel that can't be used. */
export interface PlanChannels {
  readonly channels: Int32Array;
  readonly members: Int32Array;
  readonly slots: Int32Array;
}

export interface RouteList {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly wireOf: Int32Array;
  readonly wires: readonly string[];
}

export function buildRouteTable(routes: RouteList, plan: PlanChannels, channelCount: number): RouteTable {
  const offsets = countPerSource(routes, plan, channelCount);
  const size = offsets[channelCount] ?? 0;
  const table = {
    channelCount,
    offsets,
    sourceChannels: new Int32Array(size),
    sourceMembers: new Int32Array(size),
    targetChannels: new Int32Array(size),
    targetMembers: new Int32Array(size),
    targetSlots: new Int32Array(size),
    wireOf: new Int32Array(size),
    wires: routes.wires,
  };
  const next = offsets.slice();
  for (let index = 0; index < routes.sources.length; index++) {
    const source = routes.sources[index] ?? 0;
    const target = routes.targets[index] ?? 0;
    if (!isUsable(plan, source, target)) continue;
    const channel = plan.channels[source] ?? 0;
    const route = next[channel] ?? 0;
    next[channel] = route + 1;
    table.sourceChannels[route] = channel;
    table.sourceMembers[route] = plan.members[source] ?? 0;
    table.targetChannels[route] = plan.channels[target] ?? 0;
    table.targetMembers[route] = plan.members[target] ?? 0;
    table.targetSlots[route] = plan.slots[target] ?? 0;
    table.wireOf[route] = routes.wireOf[index] ?? 0;
  }
  return table;
}

export const emptyRouteTable: RouteTable = buildRouteTable(
  { sources: new Int32Array(0), targets: new Int32Array(0), wireOf: new Int32Array(0), wires: [] },
  { channels: new Int32Array(0), members: new Int32Array(0), slots: new Int32Array(0) },
  0,
);

function countPerSource(routes: RouteList, plan: PlanChannels, channelCount: number): Int32Array {
  const offsets = new Int32Array(channelCount + 1);
  for (let index = 0; index < routes.sources.length; index++) {
    const source = routes.sources[index] ?? 0;
    if (!isUsable(plan, source, routes.targets[index] ?? 0)) continue;
    const channel = plan.channels[source] ?? 0;
    offsets[channel + 1] = (offsets[channel + 1] ?? 0) + 1;
  }
  for (let channel = 0; channel < channelCount; channel++) {
    offsets[channel + 1] = (offsets[channel + 1] ?? 0) + (offsets[channel] ?? 0);
  }
  return offsets;
}

function isUsable(plan: PlanChannels, source: number, target: number): boolean {
  return (plan.slots[source] ?? -1) >= 0 && (plan.slots[target] ?? -1) >= 0;
}
