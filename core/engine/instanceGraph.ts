import type { RouteTable } from './routeTable.ts';
import type { RunningInstance } from './runningInstance.ts';

/** Which instances feed which, by the routes of one plan. Each part is made when it is first asked for. */
export class InstanceGraph {
  private targets: (readonly RunningInstance[])[] | undefined;
  private readonly reachable = new Map<RunningInstance, ReadonlySet<string>>();

  constructor(
    private readonly table: RouteTable,
    private readonly instances: readonly RunningInstance[],
  ) {}

  /** The instances at the other ends of its routes. */
  targetsOf(source: RunningInstance): readonly RunningInstance[] {
    this.targets ??= this.findTargets();
    return this.targets[source.index] ?? [];
  }

  /** Whether routes lead to the instance of this name, through whatever instances are between. */
  reaches(source: RunningInstance, target: string): boolean {
    let names = this.reachable.get(source);
    if (!names) {
      names = this.namesBehind(source);
      this.reachable.set(source, names);
    }
    return names.has(target);
  }

  private namesBehind(source: RunningInstance): ReadonlySet<string> {
    const found = new Set<RunningInstance>();
    const open = [source];
    for (let instance = open.pop(); instance; instance = open.pop()) {
      for (const target of this.targetsOf(instance)) {
        if (found.has(target)) continue;
        found.add(target);
        open.push(target);
      }
    }
    return new Set(Array.from(found, ({ name }) => name));
  }

  private findTargets(): (readonly RunningInstance[])[] {
    const { sourceMembers, targetMembers } = this.table;
    const members = this.instances.map(() => new Set<number>());
    // Ranges make long runs of routes between the same two instances.
    let [lastSource, lastTarget] = [-1, -1];
    for (let route = 0; route < sourceMembers.length; route++) {
      const source = sourceMembers[route] ?? 0;
      const target = targetMembers[route] ?? 0;
      if (source === lastSource && target === lastTarget) continue;
      [lastSource, lastTarget] = [source, target];
      members[source]?.add(target);
    }
    return members.map((indexes) => [...indexes].flatMap((index) => this.instances[index] ?? []));
  }
}
