import type { PlannedRoutes } from '../contract/plan.ts';
import type { Problem } from '../contract/problem.ts';
import type { ChannelProblem } from '../contract/protocol.ts';
import { displayText } from './escapedText.ts';
import type { WireEndModel, WireModel } from './model.ts';
import { expandPattern } from './ranges.ts';
import type { RunnableInstance } from './resolveSettings.ts';
import { RouteTable } from './routeTable.ts';
import type { ResolvedInstance } from './showResolver.ts';

/** All routes of a show together. */
const maxRoutes = 4_000_000;

interface ChannelEntry {
  readonly spec: string;
  readonly channel: unknown;
  /** Number in order of creation over all instances, -1 until a map line that runs uses it. */
  number: number;
  isSource: boolean;
  isTarget: boolean;
}

interface InstanceChannels {
  readonly instance: RunnableInstance;
  /** Every spec that was looked at: a channel, or what is wrong with it. */
  readonly known: Map<string, ChannelEntry | ChannelProblem>;
  /** In order of creation. */
  readonly created: ChannelEntry[];
}

/** Expands map lines into channels and routes. A line runs as a whole or, with a problem, not at all. */
export class WireResolver {
  private readonly instances: ReadonlyMap<string, InstanceChannels>;
  private readonly routes = new RouteTable();
  private readonly wires: WireModel[] = [];
  private channelCount = 0;

  constructor(
    instances: readonly RunnableInstance[],
    wires: readonly WireModel[],
    /** Lines that are left out already, with a problem; those that this pass leaves out are added. */
    private readonly refused: Set<WireModel>,
    private readonly problems: Problem[],
  ) {
    this.instances = new Map(instances.map((instance) => [instance.model.name, { instance, known: new Map(), created: [] }]));
    for (const wire of wires) if (wire.isValid && !refused.has(wire)) this.addWire(wire);
  }

  /** Asks the protocols about the channels as they are used; true when lines were refused. Warnings are lint's. */
  refuseUses(refused: Set<WireModel>, problems: Problem[]): boolean {
    const before = refused.size;
    for (const channels of this.instances.values()) {
      const { protocol, config, model } = channels.instance;
      const found = protocol.checkChannels?.(channels.created, config) ?? [];
      for (const problem of found) {
        const spec = channels.created[problem.use]?.spec;
        if (problem.severity !== 'error' || spec === undefined) continue;
        this.refuseWiresOf(model.name, spec, problem, refused, problems);
      }
    }
    return refused.size > before;
  }

  resolved(): { instances: readonly ResolvedInstance[]; routes: PlannedRoutes; wires: readonly WireModel[] } {
    const instances: ResolvedInstance[] = [];
    const newNumbers = new Int32Array(this.channelCount);
    let next = 0;
    for (const { instance, created } of this.instances.values()) {
      instances.push({ ...instance, channels: created.map((entry) => entry.spec), uses: created, firstChannel: next });
      for (const entry of created) newNumbers[entry.number] = next++;
    }
    const keys = this.wires.map((wire) => wire.key);
    return { instances, routes: this.routes.renumbered(newNumbers, keys), wires: this.wires };
  }

  private addWire(wire: WireModel): void {
    const from = this.instances.get(wire.from.instance);
    const to = this.instances.get(wire.to.instance);
    // An instance that can't run has a problem of its own.
    if (!from || !to) return;
    const sources = this.readEnd(from, wire, wire.from);
    const targets = this.readEnd(to, wire, wire.to);
    if (!sources || !targets) {
      this.refused.add(wire);
      return;
    }
    const count = Math.max(sources.length, targets.length);
    if (this.routes.count + count * 2 > maxRoutes) {
      this.refused.add(wire);
      const message = `The show has more than ${maxRoutes.toLocaleString('en')} routes; this line is left out.`;
      this.problems.push({ code: 'too-many-routes', severity: 'error', message, place: wire.place });
      return;
    }
    const number = this.wires.push(wire) - 1;
    this.route(from, to, sources, targets, number);
    if (wire.direction === 'both') this.route(to, from, targets, sources, number);
  }

  private route(
    from: InstanceChannels,
    to: InstanceChannels,
    sources: readonly ChannelEntry[],
    targets: readonly ChannelEntry[],
    wire: number,
  ): void {
    const count = Math.max(sources.length, targets.length);
    for (let index = 0; index < count; index++) {
      const source = sources[sources.length === 1 ? 0 : index];
      const target = targets[targets.length === 1 ? 0 : index];
      if (!source || !target) continue;
      this.create(from, source);
      this.create(to, target);
      source.isSource = true;
      target.isTarget = true;
      this.routes.add(source.number, target.number, wire);
    }
  }

  private create(channels: InstanceChannels, entry: ChannelEntry): void {
    if (entry.number >= 0) return;
    entry.number = this.channelCount++;
    channels.created.push(entry);
  }

  /** The channels of one end, or undefined after a problem with the first one that is refused. */
  private readEnd(channels: InstanceChannels, wire: WireModel, end: WireEndModel): ChannelEntry[] | undefined {
    if (!end.pattern) return undefined;
    const specs = end.pattern.count === 1 && !end.spec.includes('{') ? [end.spec] : expandPattern(end.pattern);
    const entries: ChannelEntry[] = new Array(specs.length);
    for (let index = 0; index < specs.length; index++) {
      const spec = specs[index] ?? '';
      const entry = this.lookUp(channels, spec);
      if (!('number' in entry)) {
        const name = specs.length > 1 ? `${displayText(channels.instance.model.name)}.${displayText(spec)}: ` : '';
        this.problems.push({ code: entry.code, severity: 'error', message: `${name}${displayText(entry.message)}`, place: end.place });
        this.refused.add(wire);
        return undefined;
      }
      entries[index] = entry;
    }
    return entries;
  }

  private lookUp(channels: InstanceChannels, spec: string): ChannelEntry | ChannelProblem {
    const known = channels.known.get(spec);
    if (known) return known;
    const parsed = channels.instance.protocol.parseChannel(spec, channels.instance.config);
    const entry = parsed.ok ? { spec, channel: parsed.value, number: -1, isSource: false, isTarget: false } : parsed.error;
    channels.known.set(spec, entry);
    return entry;
  }

  private refuseWiresOf(instance: string, spec: string, problem: ChannelProblem, refused: Set<WireModel>, problems: Problem[]): void {
    for (const wire of this.wires) {
      if (refused.has(wire)) continue;
      for (const end of [wire.from, wire.to]) {
        if (end.instance !== instance || !names(end, spec)) continue;
        refused.add(wire);
        problems.push({ code: problem.code, severity: 'error', message: displayText(problem.message), place: end.place });
        break;
      }
    }
  }
}

function names(end: WireEndModel, spec: string): boolean {
  if (end.spec === spec) return true;
  return end.spec.includes('{') && end.pattern !== undefined && expandPattern(end.pattern).includes(spec);
}
