import { expandPattern, parsePattern } from '../../core/show/ranges.ts';
import type { MeterBus, Side } from '../link/meterBus.ts';
import { type GraphModel, isRunning, type NodeModel, type PortModel } from '../patch/graphModel.ts';
import { emptyPortValue, type PortValue } from './portValue.ts';

/** One meter, with the rows of the bus that it follows. */
export interface MeterPort {
  readonly row: number;
  readonly side: Side;
  readonly count: number;
  readonly rows: Int32Array;
  /** The other side of the same channels, for a two-way port. */
  readonly otherRows: Int32Array | undefined;
  readonly value: PortValue;
}

export interface MeterNode {
  readonly id: string;
  readonly backend: string;
  /** Its values are what they last were, not what they are: the instance is not live, or the session is not heard. */
  readonly isStale: boolean;
  readonly ports: readonly MeterPort[];
  readonly height: number;
}

export interface MeterWire {
  readonly key: string;
  readonly fromNode: number;
  readonly toNode: number;
  readonly from: MeterPort;
  readonly to: MeterPort;
  readonly backend: string;
  /** Its middle is covered by a label. */
  readonly hasLabel: boolean;
}

export interface MeterPlan {
  readonly nodes: readonly MeterNode[];
  readonly wires: readonly MeterWire[];
}

/** Looks up every row once, so that painting is arithmetic on arrays. Muted and broken wires carry nothing and are left out. */
export function planMeters(graph: GraphModel, bus: MeterBus, isAllStale: boolean): MeterPlan {
  const nodes = graph.nodes.map((node) => meterNode(node, bus, isAllStale));
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  const portsOf = graph.nodes.map((node, index) => {
    const ports = { in: new Map<string, MeterPort>(), out: new Map<string, MeterPort>() };
    nodes[index]?.ports.forEach((port, row) => {
      const spec = node.ports[row]?.spec;
      if (spec !== undefined) ports[port.side].set(spec, port);
    });
    return ports;
  });
  const wires = graph.wires.flatMap((wire): MeterWire[] => {
    const fromNode = indexOf.get(wire.from.instance);
    const toNode = indexOf.get(wire.to.instance);
    if (wire.isMuted || wire.isBroken || fromNode === undefined || toNode === undefined) return [];
    const from = portsOf[fromNode]?.out.get(wire.from.spec);
    const to = portsOf[toNode]?.in.get(wire.to.spec);
    return from && to
      ? [
          {
            key: wire.key,
            fromNode,
            toNode,
            from,
            to,
            backend: wire.backend,
            hasLabel: wire.count > 1 || wire.isTwoWay,
          },
        ]
      : [];
  });
  return { nodes, wires };
}

function meterNode(node: NodeModel, bus: MeterBus, isAllStale: boolean): MeterNode {
  return {
    id: node.name,
    backend: node.backend,
    isStale: isAllStale || !isRunning(node),
    height: node.height,
    ports: node.ports.map((port, row) => meterPort(node.name, port, row, bus)),
  };
}

interface KnownPort {
  readonly bus: MeterBus;
  readonly namesEpoch: number;
  readonly namesVersion: number;
  readonly isComplete: boolean;
  readonly meter: MeterPort;
}

/** An edit of a large show changes a port or two of thousands. */
const knownPorts = new WeakMap<PortModel, KnownPort>();

function meterPort(instance: string, port: PortModel, row: number, bus: MeterBus): MeterPort {
  const known = knownPorts.get(port);
  const isGood = known?.bus === bus && known.namesEpoch === bus.namesEpoch && (known.isComplete || known.namesVersion === bus.namesVersion);
  if (isGood && known.meter.row === row) return known.meter;
  const meter = isGood ? { ...known.meter, row } : newMeterPort(instance, port, row, bus);
  const isComplete = isGood ? known.isComplete : !meter.rows.includes(-1) && !meter.otherRows?.includes(-1);
  knownPorts.set(port, { bus, namesEpoch: bus.namesEpoch, namesVersion: bus.namesVersion, isComplete, meter });
  return meter;
}

function newMeterPort(instance: string, port: PortModel, row: number, bus: MeterBus): MeterPort {
  const specs = channelsOf(port.spec);
  const rowsOf = (side: Side) => Int32Array.from(specs, (spec) => bus.rowOf(instance, spec, side));
  return {
    row,
    side: port.side,
    count: port.count,
    rows: rowsOf(port.side),
    otherRows: port.isTwoWay ? rowsOf(port.side === 'in' ? 'out' : 'in') : undefined,
    value: emptyPortValue(),
  };
}

/** The channels that a port's text names; none when its range is malformed. */
export function channelsOf(spec: string): readonly string[] {
  // Most are plain names, and a large show has thousands.
  if (!spec.includes('{')) return [spec];
  const pattern = parsePattern(spec);
  return pattern.ok ? expandPattern(pattern.value) : [];
}
