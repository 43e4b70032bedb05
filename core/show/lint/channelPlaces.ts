import type { WireEndModel, WireModel } from '../model.ts';
import { expandPattern } from '../ranges.ts';

/** Finds the end of a map line that names a channel: the first in the order of the lines. */
export class ChannelEnds {
  private readonly byInstance = new Map<string, Map<string, WireEndModel>>();

  constructor(private readonly wires: readonly WireModel[]) {}

  find(instance: string, spec: string): WireEndModel | undefined {
    let ends = this.byInstance.get(instance);
    if (!ends) {
      ends = this.endsOf(instance);
      this.byInstance.set(instance, ends);
    }
    return ends.get(spec);
  }

  private endsOf(instance: string): Map<string, WireEndModel> {
    const ends = new Map<string, WireEndModel>();
    for (const wire of this.wires) {
      for (const end of [wire.from, wire.to]) {
        if (end.instance !== instance || !end.pattern) continue;
        const specs = end.pattern.count > 1 || end.spec.includes('{') ? expandPattern(end.pattern) : [end.spec];
        for (const spec of specs) if (!ends.has(spec)) ends.set(spec, end);
      }
    }
    return ends;
  }
}
