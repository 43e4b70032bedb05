import { inRow, outRow } from '../../contract/valueTable.ts';
import type { RouteName } from '../../show/planDifference.ts';
import type { ChannelTable } from './ChannelTable.ts';

const maxListedJumps = 500;
/** Smaller steps are rounding, not jumps. */
const smallestJump = 0.001;

export interface Jump {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
}

/** Targets of new routes that hold another value now than their source: they jump at the source's next event. */
export function jumpsOf(added: readonly RouteName[], channels: ChannelTable): Jump[] {
  const table = channels.values;
  if (!table) return [];
  const jumps: Jump[] = [];
  for (const { source, target } of added) {
    const sourceId = channels.idOfName(source);
    const targetId = channels.idOfName(target);
    if (sourceId === undefined || (table.counts[outRow(sourceId)] ?? 0) === 0) continue;
    const to = table.values[outRow(sourceId)] ?? 0;
    const from = targetId === undefined ? 0 : (table.values[inRow(targetId)] ?? 0);
    if (Math.abs(to - from) >= smallestJump) jumps.push({ channel: target, from, to });
    if (jumps.length >= maxListedJumps) break;
  }
  return jumps;
}
