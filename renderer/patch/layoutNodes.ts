import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import elkWorkerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { GraphModel, NodeModel, WireModel } from './graphModel.ts';
import { layoutColumns } from './layoutColumns.ts';
import { metrics, rowTop } from './nodeMetrics.ts';

export type Positions = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

/** Of many nodes, straight wires matter less than a graph that is no tower, and than the time it takes. */
const mostStraight = 24;
const compact = { 'elk.layered.nodePlacement.strategy': 'SIMPLE', 'elk.layered.thoroughness': '1' };

const rootOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '104',
  // A node that gets a note grows downwards: it stays clear of the next one.
  'elk.spacing.nodeNode': '84',
  'elk.spacing.componentComponent': '34',
  // The graph is wider than high on every screen.
  'elk.aspectRatio': '2.2',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

/** Beyond these the careful layout would take longer than anyone waits, or stand nodes of very different heights in a wide field. */
const most = { nodes: 150, joined: 600, height: 4_000 };

/**
 * Lays all nodes out from left to right along the wires, in a worker that is gone afterwards or on abort. What is too large for that,
 * and what it fails at, is put into columns: a layout is never a reason to show nothing.
 */
export async function layoutNodes(graph: GraphModel, signal: AbortSignal): Promise<Positions> {
  const joined = new Set(graph.wires.map(({ from, to }) => `${from.instance}\0${to.instance}`));
  const isTooLarge = graph.nodes.length > most.nodes || joined.size > most.joined || graph.nodes.some(({ height }) => height > most.height);
  if (isTooLarge) return layoutColumns(graph);
  const whenAborted = new Promise<Positions>((settle) => signal.addEventListener('abort', () => settle(layoutColumns(graph))));
  return Promise.race([layoutCarefully(graph, signal).catch(() => layoutColumns(graph)), whenAborted]);
}

async function layoutCarefully(graph: GraphModel, signal: AbortSignal): Promise<Positions> {
  const elk = new ELK({ workerFactory: () => new Worker(elkWorkerUrl) });
  signal.addEventListener('abort', () => elk.terminateWorker());
  try {
    const laidOut = await elk.layout(elkGraph(graph));
    return Object.fromEntries((laidOut.children ?? []).map(({ id, x, y }) => [id, { x: Math.round(x ?? 0), y: Math.round(y ?? 0) }]));
  } finally {
    elk.terminateWorker();
  }
}

/** Beyond this many wires their rows don't matter for where nodes stand, and would take the layout minutes. */
const manyWires = 1_000;

function elkGraph({ nodes, wires }: GraphModel): ElkNode {
  const names = new Set(nodes.map(({ name }) => name));
  const options = nodes.length > mostStraight ? { ...rootOptions, ...compact } : rootOptions;
  const drawn = wires.filter(({ from, to }) => names.has(from.instance) && names.has(to.instance));
  if (drawn.length <= manyWires) return { id: '\0root', layoutOptions: options, children: nodes.map(elkNode), edges: drawn.map(elkEdge) };
  const pairs = new Map(drawn.map(({ from, to }) => [`${from.instance}\0${to.instance}`, [from.instance, to.instance] as const]));
  return {
    id: '\0root',
    layoutOptions: options,
    children: nodes.map(({ name, height }) => ({ id: name, width: metrics.nodeWidth, height })),
    edges: [...pairs.values()].map(([from, to], index) => ({ id: `\0${index}`, sources: [from], targets: [to] })),
  };
}

function elkNode(node: NodeModel): ElkNode {
  return {
    id: node.name,
    width: metrics.nodeWidth,
    height: node.height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: node.ports.map(({ side, spec }, row) => ({
      id: portId(node.name, side, spec),
      x: side === 'in' ? 0 : metrics.nodeWidth,
      y: rowTop(row) + metrics.handleCentre,
      width: 0,
      height: 0,
      layoutOptions: { 'elk.port.side': side === 'in' ? 'WEST' : 'EAST' },
    })),
  };
}

function elkEdge({ key, from, to }: WireModel, index: number) {
  return { id: `\0${index}${key}`, sources: [portId(from.instance, 'out', from.spec)], targets: [portId(to.instance, 'in', to.spec)] };
}

function portId(instance: string, side: string, spec: string): string {
  return `${instance}\0${side}\0${spec}`;
}
