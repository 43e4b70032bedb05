import type { PlannedRoutes } from '../contract/plan.ts';
import type { Problem } from '../contract/problem.ts';
import type { ChannelUse, ChannelUseProblem } from '../contract/protocol.ts';
import { type ChannelCache, channelCacheFor } from './channelCache.ts';
import { displayText } from './escapedText.ts';
import type { WireEndModel, WireModel } from './model.ts';
import { expandPattern } from './ranges.ts';
import type { RunnableInstance } from './resolveSettings.ts';
import { RouteTable } from './routeTable.ts';
import type { ResolvedInstance } from './showResolver.ts';

/** All routes of a show together. */
const maxRoutes = 4_000_000;

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
    this.instances = new Map(instances.map((instance) => [instance.model.name, new InstanceChannels(instance)]));
    for (const wire of wires) if (wire.isValid && !refused.has(wire)) this.addWire(wire);
    for (const channels of this.instances.values()) channels.finish();
  }

  /** Leaves out the lines whose channels a protocol refuses as they are used; true when there were any. */
  refuseUses(): boolean {
    const before = this.refused.size;
    for (const { instance, uses, useProblems } of this.instances.values()) {
      for (const problem of useProblems) {
        const spec = uses[problem.use]?.spec;
        if (problem.severity === 'error' && spec !== undefined) this.refuseWiresOf(instance.model.name, spec, problem);
      }
    }
    return this.refused.size > before;
  }

  resolved(): { instances: readonly ResolvedInstance[]; routes: PlannedRoutes; wires: readonly WireModel[] } {
    const instances: ResolvedInstance[] = [];
    const newNumbers = new Int32Array(this.channelCount);
    let next = 0;
    for (const { instance, uses, useProblems, planNumbers } of this.instances.values()) {
      instances.push({ ...instance, channels: uses.map(({ spec }) => spec), uses, useProblems, firstChannel: next });
      for (const number of planNumbers) newNumbers[number] = next++;
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
    const targets = sources && this.readEnd(to, wire, wire.to);
    if (!targets) return;
    if (this.routes.count + Math.max(sources.length, targets.length) * 2 > maxRoutes) {
      this.refused.add(wire);
      const message = `The show has more than ${maxRoutes.toLocaleString('en')} routes; this line is left out.`;
      this.problems.push({ code: 'too-many-routes', severity: 'error', message, place: wire.place });
      return;
    }
    const number = this.wires.push(wire) - 1;
    this.route(from, to, sources, targets, number);
    if (wire.direction === 'both') this.route(to, from, targets, sources, number);
  }

  private route(from: InstanceChannels, to: InstanceChannels, sources: Int32Array, targets: Int32Array, wire: number): void {
    const count = Math.max(sources.length, targets.length);
    const sourceStep = sources.length === 1 ? 0 : 1;
    const targetStep = targets.length === 1 ? 0 : 1;
    for (let index = 0; index < count; index++) {
      const source = this.use(from, sources[index * sourceStep] ?? 0, isSourceFlag);
      const target = this.use(to, targets[index * targetStep] ?? 0, isTargetFlag);
      this.routes.add(source, target, wire);
    }
  }

  /** The number of a channel in order of creation over all instances. */
  private use(channels: InstanceChannels, channel: number, flag: number): number {
    const known = channels.use(channel, flag, this.channelCount);
    if (known === this.channelCount) this.channelCount++;
    return known;
  }

  /** The channels of one end, or undefined after a problem with the first one that is refused. */
  private readEnd(channels: InstanceChannels, wire: WireModel, end: WireEndModel): Int32Array | undefined {
    const found = channels.read(end);
    if (found instanceof Int32Array) return found;
    const { spec, problem } = found;
    const name = spec === end.spec ? '' : `${displayText(`${end.instance}.${spec}`)}: `;
    this.problems.push({ code: problem.code, severity: 'error', message: `${name}${displayText(problem.message)}`, place: end.place });
    this.refused.add(wire);
    return undefined;
  }

  private refuseWiresOf(instance: string, spec: string, problem: ChannelUseProblem): void {
    for (const wire of this.wires) {
      if (this.refused.has(wire)) continue;
      const end = [wire.from, wire.to].find((other) => other.instance === instance && names(other, spec));
      if (!end) continue;
      this.refused.add(wire);
      this.problems.push({ code: problem.code, severity: 'error', message: displayText(problem.message), place: end.place });
    }
  }
}

const isSourceFlag = 1;
const isTargetFlag = 2;

/** The channels of one instance as the map uses them. */
class InstanceChannels {
  uses: ChannelUse<unknown>[] = [];
  useProblems: readonly ChannelUseProblem[] = [];
  /** Numbers in order of creation over all instances, by order of creation in this one. */
  readonly planNumbers: number[] = [];
  private readonly cache: ChannelCache;
  private readonly created: number[] = [];
  /** By the cache's numbers: plan number + 1, and how it is used. */
  private numberOf = new Int32Array(16);
  private flags = new Uint8Array(16);

  constructor(readonly instance: RunnableInstance) {
    this.cache = channelCacheFor(instance.model.name, instance.protocol, instance.settings, instance.config);
  }

  read(end: WireEndModel): ReturnType<ChannelCache['channelsOf']> {
    return this.cache.channelsOf(end);
  }

  /** Its plan number, or `next` when it is new. */
  use(channel: number, flag: number, next: number): number {
    if (channel >= this.numberOf.length) this.grow(channel + 1);
    this.flags[channel] = (this.flags[channel] ?? 0) | flag;
    const known = this.numberOf[channel] ?? 0;
    if (known > 0) return known - 1;
    this.numberOf[channel] = next + 1;
    this.created.push(channel);
    this.planNumbers.push(next);
    return next;
  }

  finish(): void {
    const { specs, channels } = this.cache;
    this.uses = this.created.map((number) => {
      const flags = this.flags[number] ?? 0;
      return {
        spec: specs[number] ?? '',
        channel: channels[number],
        isSource: (flags & isSourceFlag) !== 0,
        isTarget: (flags & isTargetFlag) !== 0,
      };
    });
    this.useProblems = this.instance.protocol.checkChannels?.(this.uses, this.instance.config) ?? [];
    this.cache.usedCount = this.created.length;
  }

  private grow(needed: number): void {
    const size = Math.max(needed, this.numberOf.length * 2, this.cache.specs.length);
    const numberOf = new Int32Array(size);
    numberOf.set(this.numberOf);
    this.numberOf = numberOf;
    const flags = new Uint8Array(size);
    flags.set(this.flags);
    this.flags = flags;
  }
}

function names(end: WireEndModel, spec: string): boolean {
  if (end.spec === spec) return true;
  return end.spec.includes('{') && end.pattern !== undefined && expandPattern(end.pattern).includes(spec);
}
