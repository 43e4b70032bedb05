import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react';
import type { GraphModel, NodeModel, WireModel } from './graphModel.ts';
import { handleId } from './handleId.ts';
import type { Positions } from './layoutNodes.ts';
import { metrics, rowTop } from './nodeMetrics.ts';
import { reachOf } from './wirePath.ts';

export type InstanceNodeItem = Node<{ readonly model: NodeModel }, 'instance'>;
export type MapWireItem = Edge<{ readonly model: WireModel; readonly fromReach: Reach; readonly toReach: Reach }, 'map'>;

/** How far a node reaches above and below the end of a wire. */
export interface Reach {
  readonly above: number;
  readonly below: number;
}

export interface NodeFlags {
  readonly positions: Positions;
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
      const items = nodes.map((model) => {
        const item = nodeItem(model, flags);
        const old = nodesBefore.get(model.name);
        return old && isSameNode(old, item) ? old : item;
      });
      nodesBefore = new Map(items.map((item) => [item.id, item]));
      return items;
    },
    wires({ nodes, wires }: GraphModel, selected: ReadonlySet<string>): MapWireItem[] {
      const names = new Set(nodes.map(({ name }) => name));
      const drawn = wires.filter(({ from, to }) => names.has(from.instance) && names.has(to.instance));
      const reaches = new Map(nodes.map((node) => [node.name, reachesOf(node)]));
      const items = drawn.map((model) => {
        const old = wiresBefore.get(model.key);
        const isSelected = selected.has(model.key);
        return old && isSameWire(old, model, isSelected, reaches) ? old : wireItem(model, isSelected, reaches);
      });
      wiresBefore = new Map(items.map((item) => [item.id, item]));
      return items;
    },
  };
}

function isSameNode(a: InstanceNodeItem, b: InstanceNodeItem): boolean {
  return (
    a.data.model === b.data.model &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.selected === b.selected &&
    a.domAttributes?.tabIndex === b.domAttributes?.tabIndex
  );
}

function nodeItem(model: NodeModel, { positions, selected, tabStop }: NodeFlags): InstanceNodeItem {
  const size = { width: metrics.nodeWidth, height: model.height };
  return {
    id: model.name,
    type: 'instance',
    position: positions[model.name] ?? { x: 0, y: 0 },
    data: { model },
    selected: selected.has(model.name),
    ...size,
    measured: size,
    handles: handlesOf(model),
    ariaLabel: nodeLabel(model),
    domAttributes: { tabIndex: model.name === tabStop ? 0 : -1 },
  };
}

/** Given, not measured, so that wires are right before (and without) a node being drawn. */
function handlesOf(model: NodeModel): NodeHandle[] {
  const plusTop = rowTop(model.ports.length) + metrics.plusHeight / 2 - metrics.handleSize / 2;
  const ports = model.ports.map(({ side, spec }, row) =>
    handle({ side, spec }, rowTop(row) + metrics.handleCentre - metrics.handleSize / 2),
  );
  return [...ports, handle({ side: 'in', spec: null }, plusTop), handle({ side: 'out', spec: null }, plusTop)];
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

export const lampWords: Readonly<Record<NodeModel['lamp'], string>> = {
  live: 'live',
  problem: 'live with a problem',
  starting: 'starting',
  waiting: 'waiting',
  failed: 'failed',
  stopped: 'not running',
  missing: 'not available',
};

const noReach: Reach = { above: 0, below: 0 };

type Reaches = ReadonlyMap<string, ReadonlyMap<string, Reach>>;

/** By handle; a node is immutable. */
const reachesOfNodes = new WeakMap<NodeModel, ReadonlyMap<string, Reach>>();

function reachesOf(node: NodeModel): ReadonlyMap<string, Reach> {
  const known = reachesOfNodes.get(node);
  if (known) return known;
  const reaches = new Map(node.ports.map((port, row) => [handleId(port), reachOf(rowTop(row), node.height)]));
  reachesOfNodes.set(node, reaches);
  return reaches;
}

function isSameWire(old: MapWireItem, model: WireModel, isSelected: boolean, reaches: Reaches): boolean {
  return (
    old.data?.model === model &&
    old.selected === isSelected &&
    isSameReach(old.data.fromReach, reaches.get(model.from.instance)?.get(old.sourceHandle ?? '')) &&
    isSameReach(old.data.toReach, reaches.get(model.to.instance)?.get(old.targetHandle ?? ''))
  );
}

function isSameReach(before: Reach, now: Reach = noReach): boolean {
  return before === now || (before.above === now.above && before.below === now.below);
}

function wireItem(model: WireModel, selected: boolean, reaches: Reaches): MapWireItem {
  const sourceHandle = handleId({ side: 'out', spec: model.from.spec });
  const targetHandle = handleId({ side: 'in', spec: model.to.spec });
  return {
    id: model.key,
    type: 'map',
    source: model.from.instance,
    target: model.to.instance,
    sourceHandle,
    targetHandle,
    data: {
      model,
      fromReach: reaches.get(model.from.instance)?.get(sourceHandle) ?? noReach,
      toReach: reaches.get(model.to.instance)?.get(targetHandle) ?? noReach,
    },
    selected,
    ariaLabel: `Wire ${model.key}`,
  };
}
