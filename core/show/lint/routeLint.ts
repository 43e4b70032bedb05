import type { Problem } from '../../contract/problem.ts';
import { displayText } from '../escapedText.ts';
import { deleteLineFix } from '../fixes.ts';
import type { ShowModel } from '../model.ts';
import type { ResolvedInstance, ResolvedShow } from '../showResolver.ts';
import { alsoOnLine } from './alsoOnLine.ts';

/** The channels of a resolved show by their number in the plan. */
export class PlanChannels {
  readonly count: number;
  private readonly owners: readonly ResolvedInstance[];

  constructor(resolved: ResolvedShow) {
    this.owners = resolved.instances;
    const last = resolved.instances.at(-1);
    this.count = last ? last.firstChannel + last.channels.length : 0;
  }

  ownerOf(channel: number): ResolvedInstance {
    let low = 0;
    let high = this.owners.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.owners[middle]?.firstChannel ?? 0) <= channel) low = middle;
      else high = middle - 1;
    }
    const owner = this.owners[low];
    if (!owner) throw new Error(`No channel ${channel}.`);
    return owner;
  }

  nameOf(channel: number): string {
    const owner = this.ownerOf(channel);
    return displayText(`${owner.model.name}.${owner.channels[channel - owner.firstChannel]}`);
  }
}

/** Lines whose routes are all made by lines above them. */
export function lintRepeatedWires({ document }: ShowModel, resolved: ResolvedShow): Problem[] {
  const made = new Uint8Array(resolved.wires.length);
  for (const wire of resolved.routes.wireOf) made[wire] = 1;
  return resolved.wires
    .filter((_, index) => made[index] === 0)
    .map((wire) => {
      const fix = deleteLineFix(document, wire.line);
      const message = 'This line repeats others and does nothing.';
      return { code: 'repeated-wire', severity: 'warning', message, place: wire.place, ...(fix && { fix }) };
    });
}

/**
 * Channels that more than one source sets: the last value wins, which is rarely meant. Handlers of a scripted instance are
 * called by many as a matter of course and don't count. One finding per map line.
 */
export function lintWriters(resolved: ResolvedShow): Problem[] {
  const channels = new PlanChannels(resolved);
  const { sources, targets, wireOf } = resolved.routes;
  const firstRoute = new Int32Array(channels.count).fill(-1);
  const found = new Map<number, { readonly target: number; readonly first: number; more: number }>();
  for (let route = 0; route < targets.length; route++) {
    const target = targets[route] ?? 0;
    const first = firstRoute[target] ?? -1;
    if (first < 0) {
      firstRoute[target] = route;
      continue;
    }
    if (sources[first] === sources[route] || channels.ownerOf(target).protocol.relays === 'anyChannel') continue;
    const wire = wireOf[route] ?? 0;
    const known = found.get(wire);
    if (!known) found.set(wire, { target, first, more: 0 });
    else if (known.target !== target) known.more++;
  }
  return [...found].flatMap(([index, { target, first, more }]) => {
    const wire = resolved.wires[index];
    const other = resolved.wires[wireOf[first] ?? -1];
    if (!wire || !other) return [];
    const also = more === 0 ? '' : alsoOnLine(more);
    const name = channels.nameOf(target);
    const by = wire === other ? 'Several channels of this line set' : `${channels.nameOf(sources[first] ?? 0)} also sets`;
    const problem: Problem = {
      code: 'two-writers',
      severity: 'warning',
      message: `${by} ${name}: the last value wins.${also}`,
      place: wire.place,
    };
    return [wire === other ? problem : { ...problem, related: { place: other.place, message: 'The other line is here.' } }];
  });
}
