import type { Plan } from '../../contract/plan.ts';

/** The plan without some instances and all routes from and to them. */
export function planWithout(plan: Plan, isLeftOut: (instance: string) => boolean): Plan {
  const newIndex = new Int32Array(plan.instances.reduce((sum, { channels }) => sum + channels.length, 0)).fill(-1);
  let from = 0;
  let to = 0;
  for (const { name, channels } of plan.instances) {
    const isKept = !isLeftOut(name);
    for (let channel = 0; channel < channels.length; channel++) newIndex[from++] = isKept ? to++ : -1;
  }
  const { sources, targets, wireOf, wires } = plan.routes;
  const kept: number[] = [];
  sources.forEach((source, route) => {
    if ((newIndex[source] ?? -1) >= 0 && (newIndex[targets[route] ?? 0] ?? -1) >= 0) kept.push(route);
  });
  const renumber = (indices: Int32Array) => Int32Array.from(kept, (route) => newIndex[indices[route] ?? 0] ?? 0);
  return {
    ...plan,
    instances: plan.instances.filter(({ name }) => !isLeftOut(name)),
    routes: { sources: renumber(sources), targets: renumber(targets), wireOf: Int32Array.from(kept, (route) => wireOf[route] ?? 0), wires },
  };
}
