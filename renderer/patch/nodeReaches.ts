import type { Side } from '../link/meterBus.ts';
import type { NodeModel } from './graphModel.ts';
import { rowTop } from './nodeMetrics.ts';
import { reachOf } from './wirePath.ts';

/** How far a node reaches above and below the end of a wire. */
export interface Reach {
  readonly above: number;
  readonly below: number;
}

export const noReach: Reach = { above: 0, below: 0 };

/** By the channel's text, so that no string is put together for ten thousand wires; a node is immutable. */
type Reaches = Readonly<Record<Side, ReadonlyMap<string, Reach>>>;

const reachesOfNodes = new WeakMap<NodeModel, Reaches>();

export function reachOfPort(node: NodeModel, side: Side, spec: string): Reach | undefined {
  return reachesOf(node)[side].get(spec);
}

function reachesOf(node: NodeModel): Reaches {
  const known = reachesOfNodes.get(node);
  if (known) return known;
  const reaches = { in: new Map<string, Reach>(), out: new Map<string, Reach>() };
  node.ports.forEach(({ side, spec }, row) => {
    reaches[side].set(spec, reachOf(rowTop(row), node.height));
  });
  reachesOfNodes.set(node, reaches);
  return reaches;
}
