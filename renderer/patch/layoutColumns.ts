import type { GraphModel, NodeModel } from './graphModel.ts';
import type { Positions } from './layoutNodes.ts';
import { metrics } from './nodeMetrics.ts';

const gap = { x: 104, y: 48 };
/** Width to height of the whole: as screens are. */
const aspect = 2.2;

/**
 * Places all nodes in columns from left to right along the wires, in time that grows with their number alone: for shows that are too
 * large for the careful layout, and where that fails.
 */
export function layoutColumns(graph: GraphModel): Positions {
  const depths = depthsOf(graph);
  const layers = new Map<number, NodeModel[]>();
  for (const node of graph.nodes) {
    const depth = depths.get(node.name) ?? 0;
    const layer = layers.get(depth);
    if (layer) layer.push(node);
    else layers.set(depth, [node]);
  }
  const highest = columnHeight(graph.nodes);
  const positions: Record<string, { x: number; y: number }> = {};
  let x = 0;
  for (const [, layer] of [...layers].sort(([a], [b]) => a - b)) {
    let y = 0;
    for (const node of layer) {
      if (y > 0 && y + node.height > highest) {
        x += metrics.nodeWidth + gap.x;
        y = 0;
      }
      positions[node.name] = { x, y };
      y += node.height + gap.y;
    }
    x += metrics.nodeWidth + gap.x;
  }
  return positions;
}

/** So that all columns together have about the wanted shape; a layer that is higher takes several of them. */
function columnHeight(nodes: readonly NodeModel[]): number {
  const total = nodes.reduce((sum, { height }) => sum + height + gap.y, 0);
  return Math.sqrt((total * (metrics.nodeWidth + gap.x)) / aspect);
}

/** Each node stands right of all that feed it; where wires go round, the first node of the show begins. */
function depthsOf({ nodes, wires }: GraphModel): ReadonlyMap<string, number> {
  const targets = new Map<string, Set<string>>(nodes.map(({ name }) => [name, new Set()]));
  const waiting = new Map<string, number>(nodes.map(({ name }) => [name, 0]));
  for (const { from, to } of wires) {
    const known = targets.get(from.instance);
    const sources = waiting.get(to.instance);
    if (!known || sources === undefined || from.instance === to.instance || known.has(to.instance)) continue;
    known.add(to.instance);
    waiting.set(to.instance, sources + 1);
  }
  const depths = new Map<string, number>();
  const done = new Set<string>();
  const begins = nodes.filter(({ name }) => waiting.get(name) === 0);
  for (const { name } of [...begins, ...nodes]) follow(name);
  return depths;

  function follow(start: string): void {
    const ready = [start];
    for (const name of ready) {
      if (done.has(name)) continue;
      done.add(name);
      const depth = depths.get(name) ?? 0;
      for (const target of targets.get(name) ?? []) {
        if (done.has(target)) continue;
        depths.set(target, Math.max(depths.get(target) ?? 0, depth + 1));
        const left = (waiting.get(target) ?? 0) - 1;
        waiting.set(target, left);
        if (left === 0) ready.push(target);
      }
    }
  }
}
