import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import elkWorkerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { GraphModel, NodeModel, WireModel } from './graphModel.ts';
import { metrics, rowTop } from './nodeMetrics.ts';

export type Positions = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

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

/** Lays all nodes out from left to right along the wires, in a worker that is gone afterwards or on abort. */
export async function layoutNodes(graph: GraphModel, signal: AbortSignal): Promise<Positions> {
  const elk = new ELK({ workerFactory: () => new Worker(elkWorkerUrl) });
  signal.addEventListener('abort', () => elk.terminateWorker());
  try {
    const laidOut = await elk.layout(elkGraph(graph));
    return Object.fromEntries((laidOut.children ?? []).map(({ id, x, y }) => [id, { x: Math.round(x ?? 0), y: Math.round(y ?? 0) }]));
  } finally {
    elk.terminateWorker();
  }
}

function elkGraph({ nodes, wires }: GraphModel): ElkNode {
  const names = new Set(nodes.map(({ name }) => name));
  const drawn = wires.filter(({ from, to }) => names.has(from.instance) && names.has(to.instance));
  return { id: '\0root', layoutOptions: rootOptions, children: nodes.map(elkNode), edges: drawn.map(elkEdge) };
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
