import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react';
import type { Side } from '../link/meterBus.ts';
import type { DrawnPart, RowRange } from './drawnPart.ts';
import { type GraphModel, lampWords, type NodeModel, type WireModel } from './graphModel.ts';
import { handleId, parseHandleId } from './handleId.ts';
import type { Positions } from './layoutNodes.ts';
import { metrics, rowTop } from './nodeMetrics.ts';
import { noReach, type Reach, reachOfPort } from './nodeReaches.ts';

/** Without `rows` all rows of the node are in the page. */
export type InstanceNodeItem = Node<{ readonly model: NodeModel; readonly rows?: RowRange | undefined }, 'instance'>;
export type MapWireItem = Edge<{ readonly model: WireModel; readonly fromReach: Reach; readonly toReach: Reach }, 'map'>;

export interface NodeFlags {
  readonly positions: Positions;
  readonly drawn: DrawnPart;
  readonly selected: ReadonlySet<string>;
  /** The one node that Tab reaches; arrows go on from there. */
  readonly tabStop: string | undefined;
}

/** Items for the graph library; one whose inputs are unchanged stays the same object, so that its node isn't drawn again. */
export function createFlowItems() {
  let nodesBefore = new Map<string, InstanceNodeItem>();
  let wiresBefore = new Map<string, MapWireItem>();

  return {
    nodes({ nodes }: GraphModel, flags: NodeFlags): InstanceNodeItem[] {
      const ends = endsOf(flags.drawn);
      const items = nodes.map((model) => {
        const item = nodeItem(model, flags, ends.get(model.name) ?? []);
        const old = nodesBefore.get(model.name);
        return old && isSameNode(old, item) ? old : item;
      });
      nodesBefore = new Map(items.map((item) => [item.id, item]));
      return items;
    },
    wires({ nodes }: GraphModel, { wires }: DrawnPart, selected: ReadonlySet<string>): MapWireItem[] {
      const named = new Map(nodes.map((node) => [node.name, node]));
      const items = wires.flatMap((model) => {
        const from = named.get(model.from.instance);
        const to = named.get(model.to.instance);
        if (!from || !to) return [];
        const item = { model, fromReach: reachOfEnd(from, 'out', model.from), toReach: reachOfEnd(to, 'in', model.to) };
        const old = wiresBefore.get(model.key);
        const isSelected = selected.has(model.key);
        return [old && isSameWire(old, item, isSelected) ? old : wireItem(item, isSelected)];
      });
      wiresBefore = new Map(items.map((item) => [item.id, item]));
      return items;
    },
  };
}

function isSameNode(a: InstanceNodeItem, b: InstanceNodeItem): boolean {
  return (
    a.data.model === b.data.model &&
    a.data.rows?.first === b.data.rows?.first &&
    a.data.rows?.last === b.data.rows?.last &&
    a.handles?.length === b.handles?.length &&
    (a.handles ?? []).every(({ id }, index) => id === b.handles?.[index]?.id) &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.selected === b.selected &&
    a.domAttributes?.tabIndex === b.domAttributes?.tabIndex
  );
}

function nodeItem(model: NodeModel, { positions, drawn, selected, tabStop }: NodeFlags, ends: readonly string[]): InstanceNodeItem {
  const rows = drawn.rows.get(model.name);
  const size = { width: metrics.nodeWidth, height: model.height };
  return {
    id: model.name,
    type: 'instance',
    position: positions[model.name] ?? { x: 0, y: 0 },
    data: { model, rows },
    selected: selected.has(model.name),
    ...size,
    measured: size,
    handles: rows ? handlesOfPart(model, rows, ends) : handlesOf(model),
    ariaLabel: nodeLabel(model),
    domAttributes: { tabIndex: model.name === tabStop ? 0 : -1 },
  };
}

/** Ends of drawn wires, as handles, of nodes that are in the page in part. */
function endsOf({ rows, wires }: DrawnPart): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, string[]>([...rows.keys()].map((name) => [name, []]));
  if (rows.size === 0) return ends;
  for (const { from, to } of wires) {
    ends.get(from.instance)?.push(handleId({ side: 'out', spec: from.spec }));
    ends.get(to.instance)?.push(handleId({ side: 'in', spec: to.spec }));
  }
  return ends;
}

/** Given, not measured, so that wires are right before (and without) a node being drawn. */
const handlesOfNodes = new WeakMap<NodeModel, NodeHandle[]>();

function handlesOf(model: NodeModel): NodeHandle[] {
  const known = handlesOfNodes.get(model);
  if (known) return known;
  const handles = [...model.ports.map((port) => portHandle(model, port)), ...plusHandles(model)];
  handlesOfNodes.set(model, handles);
  return handles;
}

/** The library looks through a node's handles for every end of a wire: of thousands it gets those that wires end at, or could. */
function handlesOfPart(model: NodeModel, { first, last }: RowRange, ends: readonly string[]): NodeHandle[] {
  const inView = model.ports.slice(first, last).map((port) => portHandle(model, port));
  const known = new Set(inView.map(({ id }) => id));
  const others = [...new Set(ends)]
    .filter((id) => !known.has(id))
    .flatMap((id) => {
      const ref = parseHandleId(id);
      return ref ? [portHandle(model, ref)] : [];
    });
  return [...inView, ...others, ...plusHandles(model)];
}

function portHandle(model: NodeModel, { side, spec }: { side: 'in' | 'out'; spec: string | null }): NodeHandle {
  const centre = (spec === null ? undefined : reachOfPort(model, side, spec)?.above) ?? 0;
  return handle({ side, spec }, centre - metrics.handleSize / 2);
}

function plusHandles({ ports }: NodeModel): NodeHandle[] {
  const top = rowTop(ports.length) + metrics.plusHeight / 2 - metrics.handleSize / 2;
  return [handle({ side: 'in', spec: null }, top), handle({ side: 'out', spec: null }, top)];
}

function handle(ref: { side: 'in' | 'out'; spec: string | null }, y: number): NodeHandle {
  const isInput = ref.side === 'in';
  return {
    id: handleId(ref),
    type: isInput ? 'target' : 'source',
    position: isInput ? Position.Left : Position.Right,
    x: (isInput ? 0 : metrics.nodeWidth) - metrics.handleSize / 2,
    y,
    width: metrics.handleSize,
    height: metrics.handleSize,
  };
}

function nodeLabel({ name, backendTitle, lamp, note, ports }: NodeModel): string {
  const inputs = ports.filter(({ side }) => side === 'in').length;
  const outputs = ports.length - inputs;
  return `${name}, ${backendTitle}, ${lampWords[lamp]}, ${inputs} in, ${outputs} out${note ? `. ${note}` : ''}`;
}

type WireData = NonNullable<MapWireItem['data']>;

function reachOfEnd(node: NodeModel, side: Side, { spec }: WireModel['from']): Reach {
  return reachOfPort(node, side, spec) ?? noReach;
}

function isSameWire(old: MapWireItem, { model, fromReach, toReach }: WireData, isSelected: boolean): boolean {
  return (
    old.data?.model === model &&
    old.selected === isSelected &&
    isSameReach(old.data.fromReach, fromReach) &&
    isSameReach(old.data.toReach, toReach)
  );
}

function isSameReach(before: Reach, now: Reach): boolean {
  return before === now || (before.above === now.above && before.below === now.below);
}

function wireItem(data: WireData, selected: boolean): MapWireItem {
  const { model } = data;
  return {
    id: model.key,
    type: 'map',
    source: model.from.instance,
    target: model.to.instance,
    sourceHandle: handleId({ side: 'out', spec: model.from.spec }),
    targetHandle: handleId({ side: 'in', spec: model.to.spec }),
    data,
    selected,
    ariaLabel: `Wire ${model.key}`,
  };
}
