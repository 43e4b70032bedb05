import type { ProtocolView } from '../../core/contract/clientLink.ts';
import type { InstanceStatus } from '../../core/contract/instanceState.ts';
import type { InstanceView, ShowView, WireEnd, WireView } from '../../core/contract/showView.ts';
import { isSame } from '../../core/contract/valuePatch.ts';
import type { Side } from '../link/meterBus.ts';
import { nodeHeight } from './nodeMetrics.ts';

export interface PortModel {
  readonly side: Side;
  readonly spec: string;
  /** Channels that it names; more than 1 for a range. */
  readonly count: number;
  /** A two-way wire ends here: values go in and out. */
  readonly isTwoWay: boolean;
}

export type Lamp = 'live' | 'problem' | 'starting' | 'waiting' | 'failed' | 'stopped' | 'missing';

export const lampWords: Readonly<Record<Lamp, string>> = {
  live: 'live',
  problem: 'live with a problem',
  starting: 'starting',
  waiting: 'waiting',
  failed: 'failed',
  stopped: 'not running',
  missing: 'not available',
};

export interface NodeModel {
  readonly name: string;
  readonly backend: string;
  readonly backendTitle: string;
  readonly lamp: Lamp;
  /** Why it isn't simply live; empty otherwise. */
  readonly note: string;
  readonly noteTone: 'plain' | 'wait' | 'fail';
  /** Inputs first, then outputs, one row each. */
  readonly ports: readonly PortModel[];
  readonly height: number;
}

export interface WireModel {
  readonly key: string;
  readonly from: WireEnd;
  readonly to: WireEnd;
  readonly count: number;
  readonly isTwoWay: boolean;
  readonly isMuted: boolean;
  /** The line makes no route; its problem says why. */
  readonly isBroken: boolean;
  /** An end of it is not live: nothing passes now. */
  readonly isIdle: boolean;
  /** Colours follow the source's protocol. */
  readonly backend: string;
}

export interface GraphModel {
  readonly nodes: readonly NodeModel[];
  readonly wires: readonly WireModel[];
}

export interface GraphInput {
  readonly view: ShowView;
  readonly protocols: readonly ProtocolView[];
  readonly statuses: ReadonlyMap<string, InstanceStatus>;
}

/** The picture of a show: instances as nodes, channels in use as ports, map lines as wires. */
export function buildGraph(input: GraphInput, before?: GraphModel): GraphModel {
  const { view } = input;
  const backends = new Map(view.instances.map(({ name, backend }) => [name, backend]));
  const wiresByInstance = groupWires(view.wires);
  const nodesBefore = new Map(before?.nodes.map((node) => [node.name, node]));
  const nodes = view.instances.map((instance) => {
    const parts = partsOf(instance, wiresByInstance.get(instance.name) ?? [], input);
    return nodeFor(parts, nodesBefore.get(instance.name));
  });
  for (const [name, ownWires] of wiresByInstance) {
    if (!backends.has(name)) nodes.push(missingNode(name, ownWires));
  }
  const running = new Set(nodes.filter(isRunning).map(({ name }) => name));
  const wires = view.wires.map((wire) => wireModel(wire, backends.get(wire.from.instance) ?? '', running));
  return {
    nodes: keepEqual(nodes, before?.nodes ?? [], (node) => node.name),
    wires: keepEqual(wires, before?.wires ?? [], (wire) => wire.key),
  };
}

/** Its values are of now. */
export function isRunning({ lamp }: NodeModel): boolean {
  return lamp === 'live' || lamp === 'problem';
}

function wireModel(wire: WireView, backend: string, running: ReadonlySet<string>): WireModel {
  return {
    key: wire.key,
    from: wire.from,
    to: wire.to,
    count: wire.count,
    isTwoWay: wire.direction === 'both',
    isMuted: wire.isMuted,
    isBroken: wire.count === 0 && !wire.isMuted,
    isIdle: !running.has(wire.from.instance) || !running.has(wire.to.instance),
    backend,
  };
}

function groupWires(wires: readonly WireView[]): Map<string, WireView[]> {
  const groups = new Map<string, WireView[]>();
  for (const wire of wires) {
    for (const name of new Set([wire.from.instance, wire.to.instance])) {
      const group = groups.get(name);
      if (group) group.push(wire);
      else groups.set(name, [wire]);
    }
  }
  return groups;
}

/** All that a node is made of. */
interface NodeParts {
  readonly instance: InstanceView;
  readonly wires: readonly WireView[];
  readonly backendTitle: string;
  readonly status: InstanceStatus | undefined;
}

function partsOf(instance: InstanceView, wires: readonly WireView[], { protocols, statuses }: GraphInput): NodeParts {
  const backendTitle = protocols.find(({ name }) => name === instance.backend)?.title ?? instance.backend;
  return { instance, wires, backendTitle, status: statuses.get(instance.name) };
}

const partsOfNodes = new WeakMap<NodeModel, NodeParts>();

/** A node with thousands of ports is made again only when something of it is another object. */
function nodeFor(parts: NodeParts, before: NodeModel | undefined): NodeModel {
  const known = before && partsOfNodes.get(before);
  if (before && known && isSameParts(known, parts)) return before;
  const node = nodeModel(parts, before?.ports ?? []);
  partsOfNodes.set(node, parts);
  return node;
}

function isSameParts(a: NodeParts, b: NodeParts): boolean {
  const isSameText = a.backendTitle === b.backendTitle && a.instance === b.instance && a.status === b.status;
  return isSameText && a.wires.length === b.wires.length && a.wires.every((wire, index) => wire === b.wires[index]);
}

function nodeModel({ instance, wires, backendTitle, status }: NodeParts, portsBefore: readonly PortModel[]): NodeModel {
  const ports = keepPorts(portsOf(instance, wires), portsBefore);
  const { lamp, note, noteTone } = stateOf(instance, status);
  return {
    name: instance.name,
    backend: instance.backend,
    backendTitle,
    lamp,
    note,
    noteTone,
    ports,
    height: nodeHeight(ports.length, note),
  };
}

function stateOf(instance: InstanceView, status: InstanceStatus | undefined): Pick<NodeModel, 'lamp' | 'note' | 'noteTone'> {
  if (!instance.isKnownBackend) {
    return { lamp: 'missing', note: `This build does not run “${instance.backend}”. It is kept and saved untouched.`, noteTone: 'plain' };
  }
  if (!status) return { lamp: 'stopped', note: 'Not running: see its problems.', noteTone: 'wait' };
  const firstProblem = status.problems[0]?.message ?? '';
  switch (status.phase) {
    case 'live':
      return status.problems.length > 0
        ? { lamp: 'problem', note: status.reason || firstProblem, noteTone: 'fail' }
        : { lamp: 'live', note: '', noteTone: 'plain' };
    case 'starting':
      return { lamp: 'starting', note: status.reason, noteTone: 'plain' };
    case 'waiting':
      return { lamp: 'waiting', note: status.reason || firstProblem, noteTone: 'wait' };
    case 'failed':
      return { lamp: 'failed', note: status.reason || firstProblem, noteTone: 'fail' };
    case 'stopped':
      return { lamp: 'stopped', note: status.reason, noteTone: 'plain' };
  }
}

/**
 * One port per channel text and side where a wire is drawn. A two-way wire is drawn once, from the output of its left end to
 * the input of its right end, so its return way makes no ports of its own. Muted lines keep theirs.
 */
function portsOf(instance: InstanceView, wires: readonly WireView[]): PortModel[] {
  const counts = new Map([...instance.inputs, ...instance.outputs].map(({ spec, count }) => [spec, count]));
  const ports = { in: new Map<string, PortModel>(), out: new Map<string, PortModel>() };
  const add = (side: Side, spec: string, isTwoWay: boolean) => {
    const known = ports[side].get(spec);
    ports[side].set(spec, {
      side,
      spec,
      count: counts.get(spec) ?? 1,
      isTwoWay: isTwoWay || (known?.isTwoWay ?? false),
    });
  };
  for (const wire of wires) {
    const isTwoWay = wire.direction === 'both';
    if (wire.from.instance === instance.name) add('out', wire.from.spec, isTwoWay);
    if (wire.to.instance === instance.name) add('in', wire.to.spec, isTwoWay);
  }
  return [...ports.in.values(), ...ports.out.values()];
}

/** A port that says the same stays the same object: its row is not drawn again, and its meter keeps what it looked up. */
function keepPorts(ports: readonly PortModel[], before: readonly PortModel[]): readonly PortModel[] {
  if (before.length === 0) return ports;
  const known = { in: new Map<string, PortModel>(), out: new Map<string, PortModel>() };
  for (const port of before) known[port.side].set(port.spec, port);
  return ports.map((port) => {
    const old = known[port.side].get(port.spec);
    return old && old.count === port.count && old.isTwoWay === port.isTwoWay ? old : port;
  });
}

function missingNode(name: string, wires: readonly WireView[]): NodeModel {
  const nothing = { name, backend: '', isKnownBackend: false, options: [], inputs: [], outputs: [] };
  const ports = portsOf({ ...nothing, place: { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 } }, wires);
  const note = 'The map names this instance, but no section defines it.';
  return {
    name,
    backend: '',
    backendTitle: 'undefined',
    lamp: 'missing',
    note,
    noteTone: 'fail',
    ports,
    height: nodeHeight(ports.length, note),
  };
}

/** Objects that say the same as before stay the same object, so that nothing is drawn again for them. */
function keepEqual<T>(now: readonly T[], before: readonly T[], keyOf: (item: T) => string): readonly T[] {
  let known: ReadonlyMap<string, T> | undefined;
  const kept = now.map((item, index) => {
    if (before[index] === item) return item;
    known ??= new Map(before.map((old) => [keyOf(old), old]));
    const old = known.get(keyOf(item));
    return old !== undefined && isSame(old, item) ? old : item;
  });
  return kept.length === before.length && kept.every((item, index) => item === before[index]) ? before : kept;
}
