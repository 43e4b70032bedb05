import type { PlannedRoutes } from '../contract/plan.ts';
import type { Problem, ProblemFix } from '../contract/problem.ts';
import type { ChannelProblem } from '../contract/protocol.ts';
import type { ChannelCache } from './channelCache.ts';
import { ChannelStack, isSourceFlag, isTargetFlag } from './channelStack.ts';
import { displayText } from './escapedText.ts';
import type { WireEndModel, WireModel } from './model.ts';
import { RouteStack } from './routeStack.ts';

/** All routes of a show together. */
const maxRoutes = 4_000_000;

/** How high the stacks were before a map line was put on them. */
interface Mark {
  readonly routes: number;
  readonly channels: number;
  readonly uses: number;
  readonly routedWires: number;
  readonly problems: number;
}

/**
 * Expands map lines into channels and routes, one after the other. A line runs as a whole or, with a problem, not at all. What a line
 * adds depends on the lines before it only, so another list of lines takes back those from the first difference on and adds its own:
 * a line more at the end of 10,000 costs one line, and the result is that of a new stack.
 */
export class WireStack {
  private readonly instances: ReadonlyMap<string, ChannelStack>;
  private readonly wires: WireModel[] = [];
  /** By line. */
  private readonly marks: Mark[] = [];
  private readonly routes = new RouteStack();
  /** By channel number over all instances: whose it is, and its number in that instance's cache. */
  private readonly owners: ChannelStack[] = [];
  private readonly cacheNumbers: number[] = [];
  /** Each first use of a channel as source or target: its number * 4 + flag. */
  private readonly uses: number[] = [];
  private readonly routedWires: WireModel[] = [];
  private readonly routedKeys: string[] = [];
  private readonly problems: Problem[] = [];

  /** By name; an instance that can't run is missing. */
  constructor(private readonly caches: ReadonlyMap<string, ChannelCache>) {
    this.instances = new Map([...caches].map(([name, cache]) => [name, new ChannelStack(cache)]));
  }

  /** True when the stack was made for just these. */
  fits(caches: ReadonlyMap<string, ChannelCache>): boolean {
    return caches.size === this.caches.size && [...caches].every(([name, cache]) => this.caches.get(name) === cache);
  }

  /** Brings the stack to hold just these lines, in this order. */
  replaceWith(wires: readonly WireModel[]): void {
    let same = 0;
    while (same < wires.length && this.wires[same] === wires[same]) same++;
    this.rewind(same);
    for (let index = same; index < wires.length; index++) {
      const wire = wires[index];
      if (wire) this.push(wire);
    }
    for (const channels of this.instances.values()) channels.cache.usedCount = channels.count;
  }

  channelsOf(instance: string): ChannelStack | undefined {
    return this.instances.get(instance);
  }

  /** The lines that run, in order. */
  wiresNow(): WireModel[] {
    return this.routedWires.slice();
  }

  problemsNow(): Problem[] {
    return this.problems.slice();
  }

  /** The routes between the channels of these instances, which are numbered in their order. */
  routesNow(names: readonly string[]): PlannedRoutes {
    const planNumbers = new Int32Array(this.owners.length);
    let next = 0;
    for (const name of names) next = this.instances.get(name)?.numberFrom(next, planNumbers) ?? next;
    return { ...this.routes.renumbered(planNumbers), wires: this.routedKeys.slice() };
  }

  private rewind(count: number): void {
    const mark = this.marks[count];
    if (!mark) return;
    this.routes.rewind(mark.routes);
    while (this.uses.length > mark.uses) {
      const use = this.uses.pop() ?? 0;
      const number = use >> 2;
      this.owners[number]?.takeBackUse(this.cacheNumbers[number] ?? 0, use & 3);
    }
    while (this.owners.length > mark.channels) {
      this.owners.pop()?.takeBackLast();
      this.cacheNumbers.pop();
    }
    this.routedWires.length = mark.routedWires;
    this.routedKeys.length = mark.routedWires;
    this.problems.length = mark.problems;
    this.marks.length = count;
    this.wires.length = count;
  }

  private push(wire: WireModel): void {
    this.wires.push(wire);
    this.marks.push({
      routes: this.routes.count,
      channels: this.owners.length,
      uses: this.uses.length,
      routedWires: this.routedWires.length,
      problems: this.problems.length,
    });
    if (!wire.isValid) return;
    const from = this.instances.get(wire.from.instance);
    const to = this.instances.get(wire.to.instance);
    // An instance that can't run has a problem of its own.
    if (!from || !to) return;
    const sources = this.readEnd(from, wire.from);
    const targets = sources && this.readEnd(to, wire.to);
    if (!targets) return;
    if (this.routes.count + Math.max(sources.length, targets.length) * 2 > maxRoutes) {
      const message = `The show has more than ${maxRoutes.toLocaleString('en')} routes; this line is left out.`;
      this.problems.push({ code: 'too-many-routes', severity: 'error', message, place: wire.place });
      return;
    }
    const number = this.routedWires.push(wire) - 1;
    this.routedKeys.push(wire.key);
    this.route(from, to, sources, targets, number);
    if (wire.direction === 'both') this.route(to, from, targets, sources, number);
  }

  private route(from: ChannelStack, to: ChannelStack, sources: Int32Array, targets: Int32Array, wire: number): void {
    const count = Math.max(sources.length, targets.length);
    const sourceStep = sources.length === 1 ? 0 : 1;
    const targetStep = targets.length === 1 ? 0 : 1;
    for (let index = 0; index < count; index++) {
      const source = this.use(from, sources[index * sourceStep] ?? 0, isSourceFlag);
      const target = this.use(to, targets[index * targetStep] ?? 0, isTargetFlag);
      this.routes.add(source, target, wire);
    }
  }

  /** The channel's number in order of creation over all instances. */
  private use(channels: ChannelStack, channel: number, flag: number): number {
    let number = channels.numberAt(channel);
    if (number < 0) {
      number = this.owners.push(channels) - 1;
      this.cacheNumbers.push(channel);
      channels.create(channel, number);
    }
    if (channels.use(channel, flag)) this.uses.push(number * 4 + flag);
    return number;
  }

  /** The channels of one end, or undefined after a problem with the first one that is refused. */
  private readEnd(channels: ChannelStack, end: WireEndModel): Int32Array | undefined {
    const found = channels.cache.channelsOf(end);
    if (found instanceof Int32Array) return found;
    const { spec, problem } = found;
    const name = spec === end.spec ? '' : `${displayText(`${end.instance}.${spec}`)}: `;
    const { place } = end;
    const fix = betterSpecFix(end, problem);
    this.problems.push({
      code: problem.code,
      severity: 'error',
      message: `${name}${displayText(problem.message)}`,
      place,
      ...(fix && { fix }),
    });
    return undefined;
  }
}

/** Only for a single channel: what a range stands for can't be replaced by one of its channels. */
function betterSpecFix({ spec, place, count }: WireEndModel, { better }: ChannelProblem): ProblemFix | undefined {
  if (better === undefined || count !== 1 || spec.includes('{')) return undefined;
  return { title: `Use "${displayText(better)}"`, place: { ...place, column: place.endColumn - spec.length }, newText: better };
}
