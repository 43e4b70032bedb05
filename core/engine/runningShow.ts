import type { Clock } from '../base/clock.ts';
import { messageOf, stackOf } from '../base/errorText.ts';
import type { Logger } from '../base/logger.ts';
import type { Slot } from '../contract/ids.ts';
import type { InstanceStatus } from '../contract/instanceState.ts';
import type { Plan, PlannedInstance } from '../contract/plan.ts';
import type { InstanceContext } from './backend.ts';
import type { BackendRuntimes } from './backendRuntimes.ts';
import { placeChannels } from './channelPlacing.ts';
import type { ChannelTable } from './channelTable.ts';
import { matchInstances } from './instanceMatching.ts';
import type { Router } from './router.ts';
import { buildRouteTable } from './routeTable.ts';
import { RunningInstance } from './runningInstance.ts';
import type { ValueBoard } from './valueBoard.ts';

/** An instance that leaves the show gets so long to close; nothing waits for it longer. */
const endBudgetMs = 3_000;

export interface RunningShowOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runtimes: BackendRuntimes;
  readonly router: Router;
  readonly channels: ChannelTable;
  readonly board: ValueBoard;
  readonly makeContext: (instance: RunningInstance, showFolder: string) => InstanceContext;
  readonly onDidChangeStatus: (name: string, status: InstanceStatus) => void;
}

/** The instances of the plan that runs, and the step from one plan to the next. */
export class RunningShow {
  private running: readonly RunningInstance[] = [];
  private plan: Plan | undefined;
  /** By backend: settles when what must close before its next instance starts has closed. */
  private readonly endings = new Map<string, Promise<void>>();

  constructor(private readonly options: RunningShowOptions) {}

  get instances(): readonly RunningInstance[] {
    return this.running;
  }

  find(name: string): RunningInstance | undefined {
    return this.running.find((instance) => instance.name === name);
  }

  /**
   * Replaces the plan in one step between two rounds. Instances whose configuration is the same go on with their sockets, state and
   * values. Settles when every new instance was made, which waits for instances of the same backend that have to close first.
   */
  async apply(plan: Plan): Promise<void> {
    const { router, channels, board, logger } = this.options;
    router.finishRound();
    const next = this.replaceInstances(plan);
    next.forEach((instance, index) => {
      instance.index = index;
    });
    const placed = placeChannels(plan, next, channels, logger);
    board.reserve(channels.count);
    router.install(buildRouteTable(plan.routes, placed.channels, channels.count), next);
    this.running = next;
    this.plan = plan;
    for (const instance of placed.changed) {
      if (!instance.isAwaited) this.guarded(instance, () => instance.endpoint?.updateChannels(instance.bindings));
    }
    await this.startInstances();
  }

  /** Ends all instances one after the other in the order of the plan, each within what is left of the time. */
  async stop(deadlineMs: number): Promise<void> {
    const { runtimes } = this.options;
    const instances = this.running;
    for (const runtime of runtimes.all) this.attempt(() => runtime.willStop?.());
    for (const instance of instances) await this.end(instance, deadlineMs);
    await Promise.all(runtimes.all.map((runtime) => this.withinTime(deadlineMs, () => runtime.stop())));
    for (const instance of instances) this.publish(instance.name, { phase: 'stopped', reason: '', problems: [] });
    this.running = [];
  }

  private replaceInstances(plan: Plan): readonly RunningInstance[] {
    const kept = this.running.filter(
      ({ planned }) => !this.options.runtimes.mustRestart(planned.backend, optionsOf(plan, planned.backend)),
    );
    const matches = matchInstances(
      kept.map(({ planned }) => planned),
      plan.instances,
    );
    const isMatched = new Set(matches.map((match) => kept[match]));
    const names = new Set(plan.instances.map(({ name }) => name));
    this.endInstances(
      this.running.filter((instance) => !isMatched.has(instance)),
      names,
      plan,
    );
    const renamed: RunningInstance[] = [];
    const next = plan.instances.map((planned, index) => {
      const instance = kept[matches[index] ?? -1];
      if (!instance) return this.announce(planned);
      const oldName = instance.name;
      instance.planned = planned;
      if (planned.name === oldName) return instance;
      renamed.push(instance);
      if (!names.has(oldName)) this.publish(oldName, { phase: 'stopped', reason: '', problems: [] });
      this.publish(planned.name, instance.status);
      return instance;
    });
    this.renumberChannels(renamed);
    return next;
  }

  /** Gives the channels of renamed instances the numbers of their new names. */
  private renumberChannels(renamed: readonly RunningInstance[]): void {
    const { channels, board } = this.options;
    const moves = renamed.flatMap((instance) =>
      Array.from({ length: instance.slotCount }, (_, slot) => {
        const from = instance.channelAt(slot);
        const to = channels.idOf(instance.name, channels.nameOf(from).spec);
        instance.setChannel(slot as Slot, to);
        return { from, to };
      }),
    );
    board.reserve(channels.count);
    board.carryOver(moves);
  }

  private endInstances(leaving: readonly RunningInstance[], names: ReadonlySet<string>, plan: Plan): void {
    const { runtimes, clock } = this.options;
    const deadlineMs = clock.nowMs() + endBudgetMs;
    for (const instance of leaving) {
      const wasMade = instance.endpoint !== undefined;
      const ended = this.end(instance, deadlineMs);
      if (wasMade) this.awaitBefore(instance.planned.backend, ended);
      if (!names.has(instance.name)) this.publish(instance.name, { phase: 'stopped', reason: '', problems: [] });
    }
    for (const name of runtimes.names) {
      const isUsed = plan.instances.some(({ backend }) => backend === name);
      if (isUsed && !runtimes.mustRestart(name, optionsOf(plan, name))) continue;
      const runtime = runtimes.remove(name);
      if (!runtime) continue;
      const ended = this.endings.get(name) ?? Promise.resolve();
      this.awaitBefore(
        name,
        ended.then(() => this.withinTime(clock.nowMs() + endBudgetMs, () => runtime.stop())),
      );
    }
  }

  /** Lets the next start of an instance of the backend wait for the step, and for those before it. */
  private awaitBefore(backend: string, step: Promise<void>): void {
    const all = Promise.all([this.endings.get(backend), step]).then(() => {
      if (this.endings.get(backend) === all) this.endings.delete(backend);
    });
    this.endings.set(backend, all);
  }

  private announce(planned: PlannedInstance): RunningInstance {
    const { runtimes, router, channels } = this.options;
    const instance = new RunningInstance(planned, runtimes.backend(planned.backend)?.protocol, channels, router.eventsWait);
    this.publish(planned.name, instance.status);
    return instance;
  }

  private async startInstances(): Promise<void> {
    const waits: Promise<void>[] = [];
    for (const name of new Set(this.running.map(({ planned }) => planned.backend))) {
      const ending = this.endings.get(name);
      if (ending) waits.push(ending.then(() => this.startBackend(name)));
      else this.startBackend(name);
    }
    await Promise.all(waits);
  }

  private startBackend(name: string): void {
    const plan = this.plan;
    if (!plan) return;
    for (const instance of this.running) {
      if (instance.planned.backend === name && instance.isAwaited && !instance.hasEnded) this.start(instance, plan);
    }
    this.attempt(() => this.options.runtimes.find(name)?.didApplyPlan?.(plan.settings));
  }

  private start(instance: RunningInstance, plan: Plan): void {
    const { runtimes, router, logger } = this.options;
    const backend = runtimes.backend(instance.planned.backend);
    const refusal = backend ? instance.refusal : `This program has no backend "${instance.planned.backend}".`;
    if (!backend || refusal) {
      this.fail(instance, refusal ?? '');
      return;
    }
    try {
      const runtime = runtimes.ensure(backend, optionsOf(plan, instance.planned.backend));
      const context = this.options.makeContext(instance, plan.showFolder);
      instance.endpoint = runtime.createInstance(context, instance.config, instance.bindings);
      instance.isAwaited = false;
      router.didCreate(instance);
    } catch (error) {
      instance.tally.errors++;
      logger.log('error', instance.name, `Could not be started: ${stackOf(error)}`);
      this.fail(instance, `It could not be started: ${messageOf(error)}`);
    }
  }

  private fail(instance: RunningInstance, reason: string): void {
    instance.isAwaited = false;
    if (instance.changeStatus('failed', reason, [])) this.publish(instance.name, instance.status);
    this.options.router.didCreate(instance);
  }

  private async end(instance: RunningInstance, deadlineMs: number): Promise<void> {
    const endpoint = instance.endpoint;
    if (!endpoint || instance.hasEnded) {
      instance.hasEnded = true;
      return;
    }
    instance.hasEnded = true;
    await this.withinTime(deadlineMs, () => endpoint.stop(deadlineMs));
  }

  /** Runs a step that may fail or hang; settles with it or at the deadline. */
  private async withinTime(deadlineMs: number, step: () => Promise<void>): Promise<void> {
    const { clock, logger } = this.options;
    await new Promise<void>((resolve) => {
      const timer = clock.after(Math.max(0, deadlineMs - clock.nowMs()), resolve);
      const finish = () => {
        timer.dispose();
        resolve();
      };
      new Promise<void>((settle) => settle(step())).then(finish, (error: unknown) => {
        logger.log('error', 'engine', `Closing failed: ${stackOf(error)}`);
        finish();
      });
    });
  }

  private guarded(instance: RunningInstance, step: () => void): void {
    try {
      step();
    } catch (error) {
      instance.tally.errors++;
      this.options.logger.log('error', instance.name, `A change of channels failed: ${stackOf(error)}`);
    }
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.options.logger.log('error', 'engine', stackOf(error));
    }
  }

  private publish(name: string, status: InstanceStatus): void {
    this.options.onDidChangeStatus(name, status);
  }
}

function optionsOf(plan: Plan, backend: string) {
  return plan.backends.find(({ name }) => name === backend)?.options ?? [];
}
