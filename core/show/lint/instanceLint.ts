import type { Problem } from '../../contract/problem.ts';
import type { ChannelUseProblem } from '../../contract/protocol.ts';
import { displayText } from '../escapedText.ts';
import { optionLineFix } from '../fixes.ts';
import type { InstanceModel, ShowModel, WireEndModel } from '../model.ts';
import type { ResolvedShow } from '../showResolver.ts';
import { alsoOnLine } from './alsoOnLine.ts';
import { ChannelEnds } from './channelPlaces.ts';

interface Owner {
  readonly model: InstanceModel;
  readonly part: string | undefined;
}

interface ChannelFinding {
  readonly model: InstanceModel;
  readonly first: ChannelUseProblem;
  /** Further channels of the same end with the same mistake. */
  more: number;
}

/** Two instances that want the same port or device: only one of them will get it. */
export function lintResources(resolved: ResolvedShow): Problem[] {
  const owners = new Map<string, Owner[]>();
  const problems: Problem[] = [];
  for (const { model, protocol, config } of resolved.instances) {
    for (const { name, shared, part } of protocol.claimedResources?.(config) ?? []) {
      const known = owners.get(shared) ?? [];
      owners.set(shared, [...known, { model, part }]);
      const owner = known.find((other) => other.part === undefined || part === undefined || other.part === part)?.model;
      if (!owner || owner === model) continue;
      problems.push({
        code: 'resource-claimed-twice',
        severity: 'warning',
        message: `${displayText(name)} is used by "${displayText(owner.name)}" already; only one of the two will get it.`,
        place: model.place,
        related: { place: owner.place, message: `"${displayText(owner.name)}" uses it here.` },
      });
    }
  }
  return problems;
}

/**
 * What the protocols have to say about channels as the map uses them, one finding per code and end of a map line. What they
 * refuse is in `ResolvedShow.problems` already.
 */
export function lintChannels({ document }: ShowModel, resolved: ResolvedShow): Problem[] {
  const ends = new ChannelEnds(resolved.wires);
  const found = new Map<WireEndModel | InstanceModel, ChannelFinding[]>();
  for (const { model, uses, protocol, config } of resolved.instances) {
    for (const problem of protocol.checkChannels?.(uses, config) ?? []) {
      const at = ends.find(model.name, uses[problem.use]?.spec ?? '') ?? model;
      const findings = found.get(at);
      const known = findings?.find(({ first }) => first.code === problem.code);
      if (known) known.more++;
      else if (findings) findings.push({ model, first: problem, more: 0 });
      else found.set(at, [{ model, first: problem, more: 0 }]);
    }
  }
  return [...found].flatMap(([{ place }, findings]) =>
    findings.map(({ model, first, more }): Problem => {
      const { code, missingOption } = first;
      const message = displayText(first.message);
      // A fix that settles one of several channels would leave the finding.
      if (more > 0) return { code, severity: 'warning', message: `${message}${alsoOnLine(more)}`, place };
      const fix = missingOption && optionLineFix(document, model, missingOption);
      return { code, severity: 'warning', message, place, ...(fix && { fix }) };
    }),
  );
}

/** Instances that no map line names. Python may work by itself, so there it is no more than a note. */
export function lintUnusedInstances(model: ShowModel, resolved: ResolvedShow): Problem[] {
  const unused = new Set(model.instances.map(({ name }) => name));
  for (const { from, to } of model.wires) {
    if (unused.size === 0) break;
    unused.delete(from.instance);
    unused.delete(to.instance);
  }
  const relays = new Map(resolved.instances.map((instance) => [instance.model.name, instance.protocol.relays]));
  return model.instances
    .filter((instance) => unused.has(instance.name))
    .map((instance) => ({
      code: 'unused-instance',
      severity: relays.get(instance.name) === 'anyChannel' ? 'info' : 'warning',
      message: `No map line names "${displayText(instance.name)}".`,
      place: instance.place,
    }));
}
