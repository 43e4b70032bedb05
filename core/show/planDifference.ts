/** What changes when one plan takes the place of another, in words and as routes. */

import type { Plan, PlannedInstance, RunSettings } from '../contract/plan.ts';
import type { OptionSetting } from '../contract/protocol.ts';
import { displayText } from './escapedText.ts';
import { differenceOfRoutes, type RouteName } from './routeDifference.ts';
import { parseWireKey, type WireParts } from './wireKey.ts';

export type { RouteName } from './routeDifference.ts';

export interface PlanDifference {
  /** For people, most important first, bounded; empty when both plans run the same. */
  readonly lines: readonly string[];
  readonly addedRouteCount: number;
  readonly removedRouteCount: number;
  /** The first `maxListedRoutes` of each. */
  readonly addedRoutes: readonly RouteName[];
  readonly removedRoutes: readonly RouteName[];
}

export const maxListedRoutes = 10_000;
const maxLines = 20;
const maxNameLength = 120;

export function differencePlans(before: Plan, after: Plan): PlanDifference {
  const routes = differenceOfRoutes(before, after);
  const lines = [
    ...instanceLines(before, after),
    ...wireLines(routes.removedWires, routes.addedWires),
    ...settingLines(before.settings, after.settings),
  ];
  const counts = routeCounts(routes.added.length, routes.removed.length);
  const all = counts === undefined ? lines : [counts, ...lines];
  return {
    lines: all.length > maxLines ? [...all.slice(0, maxLines - 1), `… and ${all.length - maxLines + 1} more changes.`] : all,
    addedRouteCount: routes.added.length,
    removedRouteCount: routes.removed.length,
    addedRoutes: routes.added.slice(0, maxListedRoutes),
    removedRoutes: routes.removed.slice(0, maxListedRoutes),
  };
}

function routeCounts(added: number, removed: number): string | undefined {
  const parts = [added > 0 ? `${routesText(added)} added` : '', removed > 0 ? `${routesText(removed)} removed` : ''].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? undefined : `${parts.join(', ')}.`;
}

function routesText(count: number): string {
  return count === 1 ? '1 route' : `${count.toLocaleString('en')} routes`;
}

function instanceLines(before: Plan, after: Plan): string[] {
  const old = new Map(before.instances.map((instance) => [instance.name, instance]));
  const names = new Set(after.instances.map((instance) => instance.name));
  const backendsBefore = new Map(before.backends.map((backend) => [backend.name, backend.options]));
  const backendsAfter = new Map(after.backends.map((backend) => [backend.name, backend.options]));
  const changedBackends = new Set(
    [...new Set([...backendsBefore.keys(), ...backendsAfter.keys()])].filter(
      (name) => changedOptions(backendsBefore.get(name) ?? [], backendsAfter.get(name) ?? []) !== undefined,
    ),
  );
  const lines = [...changedBackends].map((name) => `The options of the backend ${name} change.`);
  for (const instance of after.instances) {
    const previous = old.get(instance.name);
    const line = previous ? restartLine(previous, instance) : `${shown(instance.name)} (${instance.backend}) is added.`;
    if (line !== undefined) lines.push(line);
  }
  for (const instance of before.instances)
    if (!names.has(instance.name)) lines.push(`${shown(instance.name)} (${instance.backend}) is removed.`);
  return lines;
}

function restartLine(before: PlannedInstance, after: PlannedInstance): string | undefined {
  if (before.backend !== after.backend) return `${shown(after.name)} restarts: it becomes ${after.backend} instead of ${before.backend}.`;
  const change = changedOptions(before.options, after.options);
  if (change !== undefined) return `${shown(after.name)} restarts: ${change}.`;
  return before.folder === after.folder ? undefined : `${shown(after.name)} restarts: its section moved to another folder.`;
}

/** The first difference of two lists of options, or undefined when they are the same. */
function changedOptions(before: readonly OptionSetting[], after: readonly OptionSetting[]): string | undefined {
  const most = Math.max(before.length, after.length);
  for (let index = 0; index < most; index++) {
    const [a, b] = [before[index], after[index]];
    if (a?.name === b?.name && a?.value === b?.value) continue;
    if (a && b && a.name === b.name) return `${shown(a.name)} = ${shown(a.value)} becomes ${shown(b.value)}`;
    if (b && before.length < after.length) return `${shown(b.name)} = ${shown(b.value)} is new`;
    if (a && before.length > after.length) return `${shown(a.name)} = ${shown(a.value)} is gone`;
    return 'its options change';
  }
  return undefined;
}

/** Map lines in words: a line that went and one that came with the same target are one change of source. */
function wireLines(removed: readonly string[], added: readonly string[]): string[] {
  const cameByTarget = new Map<string, WireParts>();
  for (const wire of added.map(parseWireKey)) if (!cameByTarget.has(wire.to)) cameByTarget.set(wire.to, wire);
  const replaced = new Set<string>();
  const lines: string[] = [];
  const gone: string[] = [];
  for (const wire of removed.map(parseWireKey)) {
    const other = cameByTarget.get(wire.to);
    if (!other || replaced.has(other.key)) gone.push(`Removed: ${shown(wire.key)}`);
    else {
      replaced.add(other.key);
      lines.push(`${shown(wire.to)} gets its value from ${shown(other.from)} instead of ${shown(wire.from)}.`);
    }
  }
  const came = added.filter((text) => !replaced.has(text)).map((text) => `Added: ${shown(text)}`);
  return [...lines, ...came, ...gone];
}

function settingLines(before: RunSettings, after: RunSettings): string[] {
  const old = new Map(Object.entries(before));
  return Object.entries(after)
    .filter(([name, value]) => old.get(name) !== value)
    .map(([name, value]) => `The setting ${name} becomes ${value} (it was ${old.get(name)}).`);
}

function shown(text: string): string {
  const clean = displayText(text);
  return clean.length > maxNameLength ? `${clean.slice(0, maxNameLength)}…` : clean;
}
