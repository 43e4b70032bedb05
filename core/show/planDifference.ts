import type { Plan } from '../contract/plan.ts';

export interface RouteName {
  /** `instance.spec`. */
  readonly source: string;
  readonly target: string;
}

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

export function differencePlans(_before: Plan, _after: Plan): PlanDifference {
  return { lines: [], addedRouteCount: 0, removedRouteCount: 0, addedRoutes: [], removedRoutes: [] };
}
