import type { GraphModel } from './graphModel.ts';
import { layoutColumns } from './layoutColumns.ts';
import type { Positions } from './layoutNodes.ts';
import { metrics } from './nodeMetrics.ts';

const gap = 40;
/** Finding a free spot beside their neighbours costs the square of their number. */
const handful = 30;

/**
 * Places nodes that have no position yet beside those that have one: to the right of what feeds them (or left of what they
 * feed), moved down until nothing is covered. For a handful of new nodes; more of them stand in columns below the others, and a
 * whole unplaced show is laid out by `layoutNodes`.
 */
export function placeMissing(graph: GraphModel, placed: Positions): Positions {
  const missing = graph.nodes.filter(({ name }) => !placed[name]);
  if (missing.length > handful) return { ...placed, ...columnsBelow(graph, missing, placed) };
  const positions: Record<string, { x: number; y: number }> = { ...placed };
  const heights = heightsOf(graph);
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

function heightsOf({ nodes }: GraphModel): ReadonlyMap<string, number> {
  return new Map(nodes.map(({ name, height }) => [name, height]));
}

function columnsBelow(graph: GraphModel, missing: GraphModel['nodes'], placed: Positions): Positions {
  const top = lowest(placed, heightsOf(graph));
  const columns = layoutColumns({ nodes: missing, wires: graph.wires });
  return Object.fromEntries(Object.entries(columns).map(([name, { x, y }]) => [name, { x, y: y + top }]));
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
