import type { GraphModel, NodeModel, WireModel } from './graphModel.ts';
import type { Positions } from './layoutNodes.ts';
import { metrics, rowTop } from './nodeMetrics.ts';
import { noReach, reachOfPort } from './nodeReaches.ts';
import type { WireEndPoint } from './wirePath.ts';

/** A part of the canvas, in flow units. */
export interface CanvasPart {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Rows of a node's ports, `last` excluded. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** A wire with its two ends on the canvas. */
export interface PlacedWire {
  readonly model: WireModel;
  readonly from: WireEndPoint;
  readonly to: WireEndPoint;
}

/** What of a graph becomes elements of the page, and what is only painted. */
export interface DrawnPart {
  /** By instance; a node that is not named here has all its rows in the page. */
  readonly rows: ReadonlyMap<string, RowRange>;
  readonly wires: readonly WireModel[];
  readonly painted: readonly PlacedWire[];
}

/** More than this many wires, or rows in a node, and the page holds only those that hands can reach. */
const manyWires = 400;
const manyRows = 120;
/** So many wires fit on a screen and can be told apart; of more only those that are chosen become elements. */
const crowd = 400;

export function isLarge({ nodes, wires }: GraphModel): boolean {
  return wires.length > manyWires || nodes.some(({ ports }) => ports.length > manyRows);
}

export function wholeGraph({ wires }: GraphModel): DrawnPart {
  return { rows: new Map(), wires, painted: [] };
}

export interface Attention {
  /** What is in view. */
  readonly part: CanvasPart;
  readonly selectedWires: ReadonlySet<string>;
  /** Their wires count as chosen too. */
  readonly selectedInstances: ReadonlySet<string>;
}

/**
 * Of a large graph: rows in view, wires that end in view or are chosen. Wires that only pass through, or that are too many to be
 * told apart, are painted on a canvas: ten thousand elements cost the page seconds.
 */
export function drawnPart(graph: GraphModel, positions: Positions, attention: Attention): DrawnPart {
  const { part, selectedWires, selectedInstances } = attention;
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const chosen: PlacedWire[] = [];
  const reachable: PlacedWire[] = [];
  const passing: PlacedWire[] = [];
  for (const model of graph.wires) {
    const wire = placeWire(model, nodes, positions);
    if (!wire) continue;
    if (selectedWires.has(model.key)) chosen.push(wire);
    else if (isInside(wire.from, part) || isInside(wire.to, part))
      (selectedInstances.has(model.from.instance) || selectedInstances.has(model.to.instance) ? chosen : reachable).push(wire);
    else if (crosses(wire, part)) passing.push(wire);
  }
  const room = crowd - chosen.length;
  const drawn = reachable.length <= room ? [...chosen, ...reachable] : chosen.slice(0, crowd);
  const rest = reachable.length <= room ? passing : [...chosen.slice(crowd), ...reachable, ...passing];
  return { rows: rowsInView(graph.nodes, positions, part), wires: drawn.map(({ model }) => model), painted: rest };
}

function rowsInView(nodes: readonly NodeModel[], positions: Positions, part: CanvasPart): ReadonlyMap<string, RowRange> {
  const tall = nodes.filter(({ ports }) => ports.length > manyRows);
  return new Map(tall.map(({ name, ports }) => [name, rowsBetween(positions[name]?.y ?? 0, ports.length, part)]));
}

function rowsBetween(nodeTop: number, count: number, { top, bottom }: CanvasPart): RowRange {
  const rowAt = (y: number) => Math.floor((y - nodeTop - rowTop(0)) / metrics.rowHeight);
  const first = Math.min(count, Math.max(0, rowAt(top)));
  return { first, last: Math.min(count, Math.max(first, rowAt(bottom) + 1)) };
}

function placeWire(model: WireModel, nodes: ReadonlyMap<string, NodeModel>, positions: Positions): PlacedWire | undefined {
  const from = endOf(nodes.get(model.from.instance), positions[model.from.instance], 'out', model.from.spec);
  const to = endOf(nodes.get(model.to.instance), positions[model.to.instance], 'in', model.to.spec);
  return from && to && { model, from, to };
}

function endOf(
  node: NodeModel | undefined,
  at: { readonly x: number; readonly y: number } | undefined,
  side: 'in' | 'out',
  spec: string,
): WireEndPoint | undefined {
  if (!node || !at) return undefined;
  const reach = reachOfPort(node, side, spec) ?? noReach;
  const dx = side === 'out' ? metrics.nodeWidth + metrics.handleSize / 2 : -metrics.handleSize / 2;
  return { x: at.x + dx, y: at.y + reach.above, above: reach.above, below: reach.below };
}

function isInside({ x, y }: WireEndPoint, { left, top, right, bottom }: CanvasPart): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** A wire swings out beside its nodes, and one that goes back runs below them. */
function crosses({ from, to }: PlacedWire, { left, top, right, bottom }: CanvasPart): boolean {
  const swing = 100;
  if (Math.max(from.x, to.x) + swing < left || Math.min(from.x, to.x) - swing > right) return false;
  const lowest = from.x > to.x ? Math.max(from.y + from.below, to.y + to.below) + swing : Math.max(from.y, to.y);
  return Math.min(from.y, to.y) <= bottom && lowest >= top;
}
