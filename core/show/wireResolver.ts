import type { PlannedRoutes } from '../contract/plan.ts';
import type { Problem } from '../contract/problem.ts';
import type { ChannelUse, ChannelUseProblem, ProtocolCatalog } from '../contract/protocol.ts';
import { channelCacheFor } from './channelCache.ts';
import { displayText } from './escapedText.ts';
import type { WireEndModel, WireModel } from './model.ts';
import { expandPattern } from './ranges.ts';
import type { RunnableInstance } from './resolveSettings.ts';
import type { ResolvedInstance } from './showResolver.ts';
import { WireStack } from './wireStack.ts';

/** Each pass leaves out the map lines whose channels their protocol refuses, and what remains is checked again. */
const maxPasses = 8;

export interface ResolvedWires {
  readonly instances: readonly ResolvedInstance[];
  readonly routes: PlannedRoutes;
  /** The map lines that run; `routes.wireOf` counts these. */
  readonly wires: readonly WireModel[];
  readonly problems: readonly Problem[];
}

/** The stacks of what was resolved last, as it runs and leniently: the next show is mostly the same one after an edit. */
const stacks = new WeakMap<ProtocolCatalog, readonly WireStack[]>();
const maxStacks = 2;

/** Expands the map lines of a show into channels and routes between the instances that can run. */
export function resolveWires(instances: readonly RunnableInstance[], wires: readonly WireModel[], catalog: ProtocolCatalog): ResolvedWires {
  const stack = stackFor(instances, catalog);
  const refused = new Map<WireModel, Problem>();
  stack.replaceWith(wires);
  for (let pass = 1; pass < maxPasses && refuseWires(instances, stack, refused); pass++) {
    stack.replaceWith(wires.filter((wire) => !refused.has(wire)));
  }
  const names = instances.map(({ model }) => model.name);
  let firstChannel = 0;
  const resolved = instances.map((instance) => {
    const channels = stack.channelsOf(instance.model.name)?.specs() ?? [];
    const known = new ResolvedChannels(instance, channels, firstChannel, usesOf(stack, instance));
    firstChannel += channels.length;
    return known;
  });
  const problems = [...stack.problemsNow(), ...refused.values()];
  return { instances: resolved, routes: stack.routesNow(names), wires: stack.wiresNow(), problems };
}

/** An instance with its channels. Lint alone looks at how they are used, so that is listed when it does. */
class ResolvedChannels implements ResolvedInstance {
  readonly model;
  readonly protocol;
  readonly settings;
  readonly config;
  private listed: readonly ChannelUse<unknown>[] | undefined;

  constructor(
    { model, protocol, settings, config }: RunnableInstance,
    readonly channels: readonly string[],
    readonly firstChannel: number,
    private readonly listUses: () => readonly ChannelUse<unknown>[],
  ) {
    this.model = model;
    this.protocol = protocol;
    this.settings = settings;
    this.config = config;
  }

  get uses(): readonly ChannelUse<unknown>[] {
    this.listed ??= this.listUses();
    return this.listed;
  }
}

function stackFor(instances: readonly RunnableInstance[], catalog: ProtocolCatalog): WireStack {
  const caches = new Map(
    instances.map(({ model, protocol, settings, config }) => [model.name, channelCacheFor(model.name, protocol, settings, config)]),
  );
  const known = stacks.get(catalog) ?? [];
  const stack = known.find((other) => other.fits(caches)) ?? new WireStack(caches);
  stacks.set(catalog, [stack, ...known.filter((other) => other !== stack)].slice(0, maxStacks));
  return stack;
}

function usesOf(stack: WireStack, { model }: RunnableInstance): () => readonly ChannelUse<unknown>[] {
  return stack.channelsOf(model.name)?.usesNow() ?? (() => []);
}

/** Adds the lines whose channels a protocol refuses as they are used; true when there were any. */
function refuseWires(instances: readonly RunnableInstance[], stack: WireStack, refused: Map<WireModel, Problem>): boolean {
  const before = refused.size;
  for (const instance of instances) {
    const { protocol, config, model } = instance;
    if (!protocol.refuseChannels) continue;
    const uses = usesOf(stack, instance)();
    for (const problem of protocol.refuseChannels(uses, config)) {
      const spec = uses[problem.use]?.spec;
      if (spec !== undefined) refuseWiresOf(stack, model.name, spec, problem, refused);
    }
  }
  return refused.size > before;
}

function refuseWiresOf(
  stack: WireStack,
  instance: string,
  spec: string,
  { code, message }: ChannelUseProblem,
  refused: Map<WireModel, Problem>,
): void {
  for (const wire of stack.wiresNow()) {
    if (refused.has(wire)) continue;
    const end = [wire.from, wire.to].find((other) => other.instance === instance && names(other, spec));
    if (end) refused.set(wire, { code, severity: 'error', message: displayText(message), place: end.place });
  }
}

function names(end: WireEndModel, spec: string): boolean {
  if (end.spec === spec) return true;
  return end.spec.includes('{') && end.pattern !== undefined && expandPattern(end.pattern).includes(spec);
}
