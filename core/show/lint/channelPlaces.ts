import type { WireEndModel, WireModel } from '../model.ts';
import { expandPattern } from '../ranges.ts';

/** The end of a map line that names a channel: the first in the order of the lines. Looked up rarely, so nothing is kept. */
export function findChannelEnd(wires: readonly WireModel[], instance: string, spec: string): WireEndModel | undefined {
  for (const wire of wires) {
    for (const end of [wire.from, wire.to]) {
      if (end.instance !== instance) continue;
      if (end.spec === spec) return end;
      if (end.pattern && end.spec.includes('{') && expandPattern(end.pattern).includes(spec)) return end;
    }
  }
  return undefined;
}
