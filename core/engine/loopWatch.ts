import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { type Cycles, cyclePath, findCycles, type Relay } from './cycles.ts';
import { LoopGuard } from './loopGuard.ts';
import type { RouteTable } from './routeTable.ts';
import type { RunningInstance } from './runningInstance.ts';

/** A loop that ran: its routes in order, in the table that they belong to. */
export interface RunningLoop {
  readonly table: RouteTable;
  readonly routes: readonly number[];
}

interface Watched {
  readonly table: RouteTable;
  readonly instances: readonly RunningInstance[];
  readonly relays: readonly Relay[];
  readonly cycles: Cycles;
  readonly guard: LoopGuard;
}

/** Knows which routes of the plan lie on cycles, and lets their events pass at a pace. */
export class LoopWatch implements Disposable {
  /** By route: its number among the cyclic ones, or -1. Undefined while no route lies on a cycle. */
  cycleNumbers: Int32Array | undefined;
  private watched: Watched | undefined;

  constructor(private readonly clock: Clock) {}

  /** Takes the routes of a new plan. What was held on a route whose target goes on is let through. */
  install(table: RouteTable, instances: readonly RunningInstance[]): void {
    const before = this.watched;
    const held = before?.guard.takeHeld() ?? [];
    const relays = instances.map((instance) => instance.relay);
    const cycles = findCycles(table, relays);
    this.cycleNumbers = cycles?.numbers;
    this.watched = cycles && { table, instances, relays, cycles, guard: this.makeGuard(table, instances, cycles) };
    if (!before) return;
    for (const { route, value, hops } of held) {
      const target = targetOf(before.table, before.instances, route);
      const isStillFed = target && !target.hasEnded && target.isTarget[before.table.targetSlots[route] ?? 0] === 1;
      if (isStillFed) passOn(before.table, target, route, value, hops);
    }
  }

  /** An event is about to pass a route of a cycle. */
  pass(route: number, cycleNumber: number, value: number, hops: number, nowMs: number): void {
    const { watched } = this;
    if (!watched?.guard.admit(cycleNumber, value, hops, nowMs)) return;
    const target = targetOf(watched.table, watched.instances, route);
    if (target) passOn(watched.table, target, route, value, hops);
  }

  /** The loops that were slowed since the last call, at most `limit`; those that share a route once. */
  takeLoops(limit: number): readonly RunningLoop[] {
    if (!this.watched) return [];
    const { table, relays, cycles, guard } = this.watched;
    const seen = new Set<number>();
    const loops: RunningLoop[] = [];
    for (const route of guard.takeSlowed()) {
      if (loops.length === limit) break;
      if (seen.has(route)) continue;
      const routes = cyclePath(table, relays, cycles, route);
      for (const passed of routes) seen.add(passed);
      loops.push({ routes, table });
    }
    return loops;
  }

  dispose(): void {
    this.watched?.guard.dispose();
  }

  private makeGuard(table: RouteTable, instances: readonly RunningInstance[], cycles: Cycles): LoopGuard {
    return new LoopGuard(
      this.clock,
      cycles,
      (route, value, hops) => {
        const target = targetOf(table, instances, route);
        if (target) passOn(table, target, route, value, hops);
      },
      (route) => {
        const target = targetOf(table, instances, route);
        if (target) target.tally.coalesced++;
      },
    );
  }
}

function targetOf(table: RouteTable, instances: readonly RunningInstance[], route: number): RunningInstance | undefined {
  return instances[table.targetMembers[route] ?? 0];
}

function passOn(table: RouteTable, target: RunningInstance, route: number, value: number, hops: number): void {
  target.inbox.push(table.targetSlots[route] ?? 0, value);
  target.inbox.raiseHops(hops + 1);
}
