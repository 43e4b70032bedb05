import type { RouteTable } from './routeTable.ts';

/** How each running instance lets events through again: see `ProtocolDescription.relays`. */
export type Relay = 'sameChannel' | 'anyChannel' | undefined;

/** The routes that lie on a cycle. */
export interface Cycles {
  /** By route: its number among the cyclic ones, or -1. */
  readonly numbers: Int32Array;
  /** By number: the route. */
  readonly routes: Int32Array;
  /**
   * By number: 1 when every instance on its cycles passes each event on, so that events surely come round. With user code on the
   * way only the events themselves can tell.
   */
  readonly isCertain: Uint8Array;
}

/** Undefined when no route lies on a cycle. */
export function findCycles(table: RouteTable, relays: readonly Relay[]): Cycles | undefined {
  if (!relays.some((relay) => relay !== undefined)) return undefined;
  const graph = channelGraph(table, relays);
  if (graph.edgeCount === 0) return undefined;
  const components = stronglyConnectedComponents(graph);
  const routes: number[] = [];
  const numbers = new Int32Array(table.targetChannels.length).fill(-1);
  const hasUserCode = new Set<number>();
  for (let route = 0; route < numbers.length; route++) {
    if (!isBetweenRelays(table, relays, route)) continue;
    const from = graph.nodeOf(table.sourceChannels[route] ?? 0, table.sourceMembers[route] ?? 0);
    const to = graph.nodeOf(table.targetChannels[route] ?? 0, table.targetMembers[route] ?? 0);
    const component = components[to] ?? 0;
    if (components[from] !== component) continue;
    numbers[route] = routes.length;
    routes.push(route);
    if (relays[table.targetMembers[route] ?? 0] === 'anyChannel') hasUserCode.add(component);
  }
  if (routes.length === 0) return undefined;
  const isCertain = Uint8Array.from(routes, (route) => {
    const node = graph.nodeOf(table.targetChannels[route] ?? 0, table.targetMembers[route] ?? 0);
    return hasUserCode.has(components[node] ?? 0) ? 0 : 1;
  });
  return { numbers, routes: Int32Array.from(routes), isCertain };
}

/** The routes of one cycle that starts with the given route, in order. */
export function cyclePath(table: RouteTable, relays: readonly Relay[], cycles: Cycles, route: number): readonly number[] {
  const graph = channelGraph(table, relays);
  const goal = graph.nodeOf(table.sourceChannels[route] ?? 0, table.sourceMembers[route] ?? 0);
  const start = graph.nodeOf(table.targetChannels[route] ?? 0, table.targetMembers[route] ?? 0);
  const outgoing = new Map<number, number[]>();
  for (const candidate of cycles.routes) {
    const node = graph.nodeOf(table.sourceChannels[candidate] ?? 0, table.sourceMembers[candidate] ?? 0);
    const known = outgoing.get(node);
    if (known) known.push(candidate);
    else outgoing.set(node, [candidate]);
  }
  const arrivedBy = new Map<number, number | undefined>([[start, undefined]]);
  const queue = [start];
  for (let node = queue.shift(); node !== undefined && !arrivedBy.has(goal); node = queue.shift()) {
    for (const candidate of outgoing.get(node) ?? []) {
      const next = graph.nodeOf(table.targetChannels[candidate] ?? 0, table.targetMembers[candidate] ?? 0);
      if (arrivedBy.has(next)) continue;
      arrivedBy.set(next, candidate);
      queue.push(next);
    }
  }
  const path: number[] = [];
  for (let by = arrivedBy.get(goal); by !== undefined; ) {
    path.unshift(by);
    by = arrivedBy.get(graph.nodeOf(table.sourceChannels[by] ?? 0, table.sourceMembers[by] ?? 0));
  }
  return [route, ...path];
}

interface Graph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** By node: first edge; edges of a node lie side by side in `heads`. */
  readonly offsets: Int32Array;
  readonly heads: Int32Array;
  nodeOf(channel: number, member: number): number;
}

/**
 * Nodes are channels; an instance that relays to any channel is one node with all of its channels. A route into or out of an instance
 * that relays nothing lies on no cycle and is left out.
 */
function channelGraph(table: RouteTable, relays: readonly Relay[]): Graph {
  const { channelCount, sourceChannels, sourceMembers, targetChannels, targetMembers } = table;
  const nodeCount = channelCount + relays.length;
  const nodeOf = (channel: number, member: number) => (relays[member] === 'anyChannel' ? channelCount + member : channel);
  const offsets = new Int32Array(nodeCount + 1);
  const routeCount = sourceChannels.length;
  let edgeCount = 0;
  for (let route = 0; route < routeCount; route++) {
    if (!isBetweenRelays(table, relays, route)) continue;
    const node = nodeOf(sourceChannels[route] ?? 0, sourceMembers[route] ?? 0);
    offsets[node + 1] = (offsets[node + 1] ?? 0) + 1;
    edgeCount++;
  }
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] = (offsets[node + 1] ?? 0) + (offsets[node] ?? 0);
  const next = offsets.slice();
  const heads = new Int32Array(edgeCount);
  for (let route = 0; route < routeCount; route++) {
    if (!isBetweenRelays(table, relays, route)) continue;
    const node = nodeOf(sourceChannels[route] ?? 0, sourceMembers[route] ?? 0);
    const edge = next[node] ?? 0;
    next[node] = edge + 1;
    heads[edge] = nodeOf(targetChannels[route] ?? 0, targetMembers[route] ?? 0);
  }
  return { nodeCount, edgeCount, offsets, heads, nodeOf };
}

function isBetweenRelays({ sourceMembers, targetMembers }: RouteTable, relays: readonly Relay[], route: number): boolean {
  return relays[targetMembers[route] ?? 0] !== undefined && relays[sourceMembers[route] ?? 0] !== undefined;
}

/**
 * Tarjan's algorithm without recursion (a chain of 100,000 channels is one path). By node: the number of its component, or -1 for a node
 * without edges.
 */
function stronglyConnectedComponents({ nodeCount, offsets, heads }: Graph): Int32Array {
  const components = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const nextEdge = offsets.slice(0, nodeCount);
  const path: number[] = [];
  const open: number[] = [];
  let visited = 0;
  let componentCount = 0;
  const enter = (node: number) => {
    order[node] = visited;
    low[node] = visited;
    visited++;
    path.push(node);
    open.push(node);
  };
  const leave = (node: number) => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
    if (low[node] !== order[node]) return;
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      components[member] = componentCount;
      if (member === node) break;
    }
    componentCount++;
  };
  for (let root = 0; root < nodeCount; root++) {
    if (order[root] !== -1) continue;
    if (offsets[root] === offsets[root + 1]) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = nextEdge[node] ?? 0;
      if (edge === offsets[node + 1]) {
        leave(node);
        continue;
      }
      nextEdge[node] = edge + 1;
      const head = heads[edge] ?? 0;
      // From there no way leads back.
      if (offsets[head] === offsets[head + 1]) continue;
      if (order[head] === -1) enter(head);
      else if (components[head] === -1) low[node] = Math.min(low[node] ?? 0, order[head] ?? 0);
    }
  }
  return components;
}
