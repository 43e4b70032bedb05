import type { Reveal } from '../stores/workspaceStore.ts';
import type { GraphModel } from './graphModel.ts';
import type { Positions } from './layoutNodes.ts';
import { metrics } from './nodeMetrics.ts';
import { reachOfPort } from './nodeReaches.ts';
import type { Box } from './panToShow.ts';

/** A node of more than this is known by the row that is meant. */
const tallNode = 900;

/** What has to be in view for something to be seen; undefined while it has no place. */
export function revealBox(reveal: Reveal, graph: GraphModel, positions: Positions): Box | undefined {
  if ('instance' in reveal) return endBox(graph, positions, reveal.instance, reveal.side ?? 'in', reveal.spec);
  const wire = graph.wires.find(({ key }) => key === reveal.wire);
  const from = wire && endBox(graph, positions, wire.from.instance, 'out', wire.from.spec);
  const to = wire && endBox(graph, positions, wire.to.instance, 'in', wire.to.spec);
  return from && to && around(from, to);
}

function endBox(graph: GraphModel, positions: Positions, instance: string, side: 'in' | 'out', spec: string | undefined): Box | undefined {
  const node = graph.nodes.find(({ name }) => name === instance);
  const at = positions[instance];
  if (!node || !at) return undefined;
  const row = spec === undefined ? undefined : reachOfPort(node, side, spec);
  const [top, height] = row && node.height > tallNode ? [row.above - metrics.rowHeight, 2 * metrics.rowHeight] : [0, node.height];
  return { x: at.x, y: at.y + top, width: metrics.nodeWidth, height };
}

function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
