import { commonEnds } from '../base/commonEnds.ts';
import type { Plan } from '../contract/plan.ts';

export interface RouteName {
  /** `instance.spec`. */
  readonly source: string;
  readonly target: string;
}

export interface RouteDifference {
  readonly added: readonly RouteName[];
  readonly removed: readonly RouteName[];
  /** Keys of the map lines that made routes which are new, or gone. */
  readonly addedWires: readonly string[];
  readonly removedWires: readonly string[];
}

/**
 * A map line's text decides its routes, so only lines that one plan alone has are looked into, and a plan of 100,000 routes is
 * compared in the time of what changed. A route that another line makes as well is neither new nor gone.
 */
export function differenceOfRoutes(before: Plan, after: Plan): RouteDifference {
  const { head, tail } = commonEnds(before.routes.wires, after.routes.wires);
  const removed = routesOfWires(before, wiresBetween(before, head, tail), wiresBetween(after, head, tail));
  const added = routesOfWires(after, wiresBetween(after, head, tail), wiresBetween(before, head, tail));
  const gone = withoutRoutesOf(removed, after);
  const came = withoutRoutesOf(added, before);
  return {
    added: came.map(({ name }) => name),
    removed: gone.map(({ name }) => name),
    addedWires: [...new Set(came.map(({ wire }) => wire))],
    removedWires: [...new Set(gone.map(({ wire }) => wire))],
  };
}

interface RouteOfWire {
  readonly name: RouteName;
  readonly wire: string;
}

/** A stretch of the lines of a plan. */
interface WireStretch {
  readonly first: number;
  readonly keys: readonly string[];
}

function wiresBetween({ routes }: Plan, head: number, tail: number): WireStretch {
  return { first: head, keys: routes.wires.slice(head, routes.wires.length - tail) };
}

/** Routes of the lines in a stretch that the other plan does not have in its own; keys are unique, so it has them nowhere. */
function routesOfWires(plan: Plan, own: WireStretch, others: WireStretch): RouteOfWire[] {
  const { sources, targets, wireOf, wires } = plan.routes;
  const common = new Set(others.keys);
  const isOwn = own.keys.map((key) => !common.has(key));
  if (!isOwn.includes(true)) return [];
  const names = new ChannelNames(plan);
  const routes: RouteOfWire[] = [];
  for (let route = 0; route < sources.length; route++) {
    const wire = wireOf[route] ?? 0;
    if (wire < own.first || isOwn[wire - own.first] !== true) continue;
    const name = { source: names.nameOf(sources[route] ?? 0), target: names.nameOf(targets[route] ?? 0) };
    routes.push({ name, wire: wires[wire] ?? '' });
  }
  return routes;
}

/** Those that the plan does not have. */
function withoutRoutesOf(routes: readonly RouteOfWire[], plan: Plan): RouteOfWire[] {
  if (routes.length === 0) return [];
  const wanted = new Set(routes.map(({ name }) => name.source));
  const names = new ChannelNames(plan);
  const sourceNames = names.numbersOf(wanted);
  const present = new Set<string>();
  const { sources, targets } = plan.routes;
  for (let route = 0; route < sources.length; route++) {
    const source = sourceNames.get(sources[route] ?? -1);
    if (source !== undefined) present.add(`${source}\n${names.nameOf(targets[route] ?? 0)}`);
  }
  return routes.filter(({ name }) => !present.has(`${name.source}\n${name.target}`));
}

/** Names of a plan's channels by their number. */
class ChannelNames {
  private readonly starts: number[] = [];

  constructor(private readonly plan: Plan) {
    let start = 0;
    for (const instance of plan.instances) {
      this.starts.push(start);
      start += instance.channels.length;
    }
  }

  nameOf(channel: number): string {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= channel) low = middle;
      else high = middle - 1;
    }
    const instance = this.plan.instances[low];
    return instance ? `${instance.name}.${instance.channels[channel - (this.starts[low] ?? 0)]}` : '';
  }

  /** The names that the plan has, by number. */
  numbersOf(names: ReadonlySet<string>): Map<number, string> {
    const specsByInstance = new Map<string, Set<string>>();
    for (const name of names) {
      const dot = name.indexOf('.');
      const instance = name.slice(0, dot);
      const specs = specsByInstance.get(instance) ?? new Set();
      specs.add(name.slice(dot + 1));
      specsByInstance.set(instance, specs);
    }
    const numbers = new Map<number, string>();
    for (const [index, instance] of this.plan.instances.entries()) {
      const specs = specsByInstance.get(instance.name);
      if (!specs) continue;
      for (const [channel, spec] of instance.channels.entries()) {
        if (specs.has(spec)) numbers.set((this.starts[index] ?? 0) + channel, `${instance.name}.${spec}`);
      }
    }
    return numbers;
  }
}
