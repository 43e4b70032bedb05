import { commonEnds } from '../base/commonEnds.ts';
import type { Plan, PlannedInstance, PlannedRoutes } from './plan.ts';

/**
 * A plan for a receiver that has the plan before it: channels and map lines that stay where they are in their list are not sent again.
 * They are nearly all of a long show's plan, and the only part of it that is slow to copy.
 */
export interface PlanChange extends Omit<Plan, 'instances' | 'routes'> {
  readonly instances: readonly (Omit<PlannedInstance, 'channels'> & { readonly channels: ListChange })[];
  readonly routes: Omit<PlannedRoutes, 'wires'> & { readonly wires: ListChange };
}

/** A list of texts: the first `head` and the last `tail` of the `known` ones stay, with others between them. */
export interface ListChange {
  readonly known: number;
  readonly head: number;
  readonly tail: number;
  readonly inserted: readonly string[];
}

export function changeBetween(before: Plan, after: Plan): PlanChange {
  const channels = channelsByName(before);
  return {
    ...after,
    instances: after.instances.map((instance) => ({
      ...instance,
      channels: listChange(channels.get(instance.name) ?? [], instance.channels),
    })),
    routes: { ...after.routes, wires: listChange(before.routes.wires, after.routes.wires) },
  };
}

/** Throws when the change was made for another plan. */
export function changedPlan(before: Plan, change: PlanChange): Plan {
  const channels = channelsByName(before);
  return {
    ...change,
    instances: change.instances.map((instance) => ({
      ...instance,
      channels: changedList(channels.get(instance.name) ?? [], instance.channels),
    })),
    routes: { ...change.routes, wires: changedList(before.routes.wires, change.routes.wires) },
  };
}

function channelsByName(plan: Plan): ReadonlyMap<string, readonly string[]> {
  return new Map(plan.instances.map(({ name, channels }) => [name, channels]));
}

function listChange(before: readonly string[], after: readonly string[]): ListChange {
  const { head, tail } = commonEnds(before, after);
  return { known: before.length, head, tail, inserted: after.slice(head, after.length - tail) };
}

function changedList(before: readonly string[], { known, head, tail, inserted }: ListChange): readonly string[] {
  if (known !== before.length) throw new Error('This change was made for another plan.');
  if (head === known && inserted.length === 0) return before;
  return before.slice(0, head).concat(inserted, before.slice(known - tail));
}
