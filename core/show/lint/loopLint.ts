import type { Problem } from '../../contract/problem.ts';
import { displayText } from '../escapedText.ts';
import type { WireModel } from '../model.ts';
import { fileNameOf } from '../paths.ts';
import type { ResolvedInstance, ResolvedShow } from '../showResolver.ts';
import { functionOf, moduleOf } from './handlerNames.ts';
import type { LintedModule } from './moduleLint.ts';
import { PlanChannels } from './routeLint.ts';

/** How many channels of a loop are named. */
const maxLoopNames = 8;

/** A step of a value from one channel to another: along a map line, or out of a handler that it calls. */
interface Edge {
  readonly target: number;
  /** Undefined for a handler's step. */
  readonly wire: WireModel | undefined;
  /** `invert in handlers.py` */
  readonly handler: string | undefined;
}

interface Loop {
  readonly path: readonly number[];
  /** The line that closes it. */
  readonly wire: WireModel;
  readonly handlers: readonly string[];
}

/**
 * Values that may go round for ever: through instances that give back on a channel what arrives on it, which is certain, and through
 * handlers that put out the channel that leads back to them, which they may do or not.
 */
export function lintLoops(resolved: ResolvedShow, linted: ReadonlyMap<string, readonly LintedModule[]>): Problem[] {
  const channels = new PlanChannels(resolved);
  const seen = new Set<WireModel>();
  const problems: Problem[] = [];
  const loops = [...new LoopFinder(edgesOf(resolved, channels, linted)).find()];
  // What is certain is said of a line, rather than what is possible.
  loops.sort((a, b) => Math.min(a.handlers.length, 1) - Math.min(b.handlers.length, 1));
  for (const { path, wire, handlers } of loops) {
    if (seen.has(wire)) continue;
    seen.add(wire);
    const names = path.slice(0, maxLoopNames).map((channel) => channels.nameOf(channel));
    const shown = path.length > maxLoopNames ? [...names, '…'] : names;
    const round = [...shown, names[0]].join(' > ');
    const [first] = handlers;
    problems.push(
      first === undefined
        ? {
            code: 'feedback-loop',
            severity: 'warning',
            message: `Feedback loop: ${round}. A value goes round here without end.`,
            place: wire.place,
          }
        : {
            code: 'possible-feedback-loop',
            severity: 'warning',
            message: `Possible feedback loop: ${round}. If ${first} puts a value out for each one that it gets, values go round without end.`,
            place: wire.place,
          },
    );
  }
  return problems;
}

/** By channel: where a value on it goes on to. Only steps between channels from which values go on are here. */
function edgesOf(
  resolved: ResolvedShow,
  channels: PlanChannels,
  linted: ReadonlyMap<string, readonly LintedModule[]>,
): ReadonlyMap<number, readonly Edge[]> {
  const edges = new Map<number, Edge[]>();
  const fedByHandlers = new Set<number>();
  for (const instance of resolved.instances) {
    for (const [source, edge] of handlerEdges(instance, linted.get(instance.model.name) ?? [])) {
      edges.set(source, [...(edges.get(source) ?? []), edge]);
      fedByHandlers.add(edge.target);
    }
  }
  const callingHandlers = new Set(edges.keys());
  const isRelayed = (channel: number) => channels.ownerOf(channel).protocol.relays === 'sameChannel';
  if (callingHandlers.size === 0 && !resolved.instances.some(({ protocol }) => protocol.relays === 'sameChannel')) return edges;
  const { sources, targets, wireOf } = resolved.routes;
  for (let route = 0; route < sources.length; route++) {
    const source = sources[route] ?? 0;
    const target = targets[route] ?? 0;
    if (!(fedByHandlers.has(source) || isRelayed(source)) || !(callingHandlers.has(target) || isRelayed(target))) continue;
    const edge: Edge = { target, wire: resolved.wires[wireOf[route] ?? 0], handler: undefined };
    const known = edges.get(source);
    if (known) known.push(edge);
    else edges.set(source, [edge]);
  }
  return edges;
}

/** From each channel that calls a function of a module to the channels that the function puts out. */
function* handlerEdges(instance: ResolvedInstance, modules: readonly LintedModule[]): Generator<readonly [number, Edge]> {
  if (!modules.some(({ facts }) => facts && [...facts.outputs.values()].some(({ size }) => size > 0))) return;
  const numbers = new Map(instance.channels.map((spec, index) => [spec, instance.firstChannel + index]));
  const defaultHandler = instance.settings.findLast(({ name }) => name === 'default-handler')?.value;
  for (const [spec, channel] of numbers) {
    const called = spec.includes('.') ? spec : defaultHandler;
    const module = called?.includes('.') ? moduleOf(called, modules) : undefined;
    if (called === undefined || !module?.facts || !module.file || module.facts.error) continue;
    const name = functionOf(called, modules);
    const handler = `"${displayText(name)}" in ${displayText(fileNameOf(module.file.path))}`;
    for (const output of module.facts.outputs.get(name) ?? []) {
      const target = numbers.get(output);
      if (target !== undefined) yield [channel, { target, wire: undefined, handler }];
    }
  }
}

/** Depth first along the edges; each edge back into the current path closes a loop. */
class LoopFinder {
  constructor(private readonly edges: ReadonlyMap<number, readonly Edge[]>) {}

  *find(): Generator<Loop> {
    const done = new Set<number>();
    for (const start of this.edges.keys()) if (!done.has(start)) yield* this.findFrom(start, done);
  }

  private *findFrom(start: number, done: Set<number>): Generator<Loop> {
    const path: number[] = [];
    /** By place in the path: the edge that leads to the next one. */
    const taken: Edge[] = [];
    const nextEdge: number[] = [];
    const depths = new Map<number, number>();
    const enter = (channel: number) => {
      depths.set(channel, path.length);
      path.push(channel);
      nextEdge.push(0);
    };
    enter(start);
    while (path.length > 0) {
      const channel = path.at(-1) ?? start;
      const index = nextEdge.at(-1) ?? 0;
      const edge = this.edges.get(channel)?.[index];
      if (!edge) {
        done.add(channel);
        depths.delete(channel);
        path.pop();
        nextEdge.pop();
        taken.length = Math.max(0, path.length - 1);
        continue;
      }
      nextEdge[nextEdge.length - 1] = index + 1;
      taken[path.length - 1] = edge;
      const depth = depths.get(edge.target);
      if (depth === undefined) {
        if (!done.has(edge.target)) enter(edge.target);
        continue;
      }
      const round = taken.slice(depth, path.length);
      const wire = round.findLast((step) => step.wire !== undefined)?.wire;
      const handlers = round.flatMap(({ handler }) => handler ?? []);
      if (wire) yield { path: path.slice(depth), wire, handlers };
    }
  }
}
