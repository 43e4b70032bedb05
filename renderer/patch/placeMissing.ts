import type { GraphModel } from './graphModel.ts';
import type { Positions } from './layoutNodes.ts';
import { metrics } from './nodeMetrics.ts';

const gap = 40;

/**
 * Places nodes that have no position yet beside those that have one: to the right of what feeds them (or left of what they
 * feed), moved down until nothing is covered. For a handful of new nodes; a whole unplaced show is laid out by `layoutNodes`.
 */
export function placeMissing(graph: GraphModel, placed: Positions): Positions {
  const positions: Record<string, { x: number; y: number }> = { ...placed };
  const heights = new Map(graph.nodes.map(({ name, height }) => [name, height]));
  for (const node of graph.nodes) {
    if (positions[node.name]) continue;
    const source = graph.wires.find(({ to, from }) => to.instance === node.name && positions[from.instance]);
    const target = graph.wires.find(({ from, to }) => from.instance === node.name && positions[to.instance]);
    const step = metrics.nodeWidth + 4 * gap;
    const beside = source
      ? shifted(positions[source.from.instance], step)
      : target
        ? shifted(positions[target.to.instance], -step)
        : undefined;
    const spot = beside ?? { x: 0, y: lowest(positions, heights) };
    while (covers(spot, node.height, positions, heights)) spot.y += gap;
    positions[node.name] = spot;
  }
  return positions;
}

function shifted(position: { x: number; y: number } | undefined, dx: number): { x: number; y: number } | undefined {
  return position && { x: position.x + dx, y: position.y };
}

function lowest(positions: Positions, heights: ReadonlyMap<string, number>): number {
  const bottoms = Object.entries(positions).map(([name, { y }]) => y + (heights.get(name) ?? 0) + gap);
  return bottoms.length > 0 ? Math.max(...bottoms) : 0;
}

function covers(spot: { x: number; y: number }, height: number, positions: Positions, heights: ReadonlyMap<string, number>): boolean {
  return Object.entries(positions).some(
    ([name, { x, y }]) =>
      Math.abs(x - spot.x) < metrics.nodeWidth + gap / 2 &&
      spot.y < y + (heights.get(name) ?? 0) + gap / 2 &&
      y < spot.y + height + gap / 2,
  );
}
