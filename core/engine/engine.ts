import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { messageOf, stackOf } from '../base/errorText.ts';
import type { Logger } from '../base/logger.ts';
import type { Applied, EngineNotice, EngineRequest, StdioMode } from '../contract/engineLink.ts';
import type { Plan } from '../contract/plan.ts';
import { changedPlan } from '../contract/planChange.ts';
import type { Backend } from './backend.ts';
import { BackendRuntimes } from './backendRuntimes.ts';
import { ChannelTable } from './channelTable.ts';
import { createInstanceContext } from './instanceContext.ts';
import { LoopReport } from './loopReport.ts';
import { Router, type Schedule } from './router.ts';
import type { RunningInstance } from './runningInstance.ts';
import { RunningShow } from './runningShow.ts';
import { ValueBoard } from './valueBoard.ts';

const statsPeriodMs = 250;
/** Stats that come so late were held back by a machine that slept, not by a turn of ours. */
const sleepGapMs = 30_000;
/** A backend that throws again and again is logged at most so often. */
const faultLogPeriodMs = 10_000;

export interface EngineOptions {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly logger: Logger;
  readonly backends: ReadonlyMap<string, Backend>;
  readonly notify: (notice: EngineNotice) => void;
  readonly stdio: StdioMode;
}

/** Runs one show: takes requests, keeps the plan running, tells what happens. Never waits for anyone. */
export class Engine implements Disposable {
  private readonly channels = new ChannelTable();
  private readonly board: ValueBoard;
  private readonly runtimes: BackendRuntimes;
  private readonly router: Router;
  private readonly show: RunningShow;
  private readonly loopReport: LoopReport;
  private readonly statsTimer: Disposable;
  private readonly faultsLoggedMs = new WeakMap<RunningInstance, number>();
  private lastStatsMs: number;
  /** As it was last asked for: the next change builds on it. */
  private plan: Plan | undefined;
  private isAnnouncing = false;
  private isStopping = false;

  constructor(private readonly options: EngineOptions) {
    const { clock, logger, schedule, stdio, notify, backends } = options;
    this.board = new ValueBoard(({ buffer, capacity }) => notify({ type: 'valueTable', buffer, capacity }));
    this.router = new Router({ clock, schedule, board: this.board, onFault: (instance, error) => this.didFault(instance, error) });
    this.runtimes = new BackendRuntimes(backends, { clock, logger, stdio });
    this.show = new RunningShow({
      clock,
      logger,
      runtimes: this.runtimes,
      router: this.router,
      channels: this.channels,
      board: this.board,
      makeContext: (instance, showFolder) =>
        createInstanceContext(instance, showFolder, {
          clock,
          logger,
          router: this.router,
          notify,
          createChannel: (name, spec) => this.createChannel(name, spec),
        }),
      onDidChangeStatus: (instance, status) => notify({ type: 'status', instance, status }),
    });
    this.loopReport = new LoopReport(this.router, this.channels, clock, logger);
    notify({ type: 'valueTable', buffer: this.board.table.buffer, capacity: this.board.table.capacity });
    this.lastStatsMs = clock.nowMs();
    this.statsTimer = clock.every(statsPeriodMs, () => this.sendStats());
  }

  handle(request: EngineRequest): void {
    if (this.isStopping) return;
    const { id } = request;
    this.perform(request).then(
      (value) => this.options.notify({ type: 'reply', id, ok: true, value }),
      (error: unknown) => {
        const isRefusal = error instanceof Refusal;
        if (!isRefusal) this.options.logger.log('error', 'engine', `A request failed: ${stackOf(error)}`);
        this.options.notify({ type: 'reply', id, ok: false, message: messageOf(error) });
      },
    );
  }

  dispose(): void {
    this.isStopping = true;
    this.statsTimer.dispose();
    this.router.stop();
  }

  private async perform(request: EngineRequest): Promise<unknown> {
    switch (request.type) {
      case 'apply':
        return this.apply(request.plan);
      case 'applyChange':
        if (!this.plan) throw new Error('There is no plan yet to change.');
        return this.apply(changedPlan(this.plan, request.change));
      case 'resume':
        return this.resume(request.instances, request.specs, request.values);
      case 'fileChanged': {
        const outcomes = await Promise.all(this.runtimes.all.map((runtime) => runtime.didChangeFile?.(request.path) ?? []));
        return outcomes.flat();
      }
      case 'inject':
        return this.inject(request.instance, request.spec, request.value);
      case 'stop':
        this.dispose();
        await this.show.stop(this.options.clock.nowMs() + request.budgetMs);
        return undefined;
    }
  }

  private async apply(plan: Plan): Promise<Applied> {
    const startMs = this.options.clock.nowMs();
    this.plan = plan;
    const isDone = this.show.apply(plan);
    this.announceChannels();
    const tookMs = this.options.clock.nowMs() - startMs;
    await isDone;
    return { tookMs };
  }

  private inject(instanceName: string, spec: string, value: number): void {
    const instance = this.show.find(instanceName);
    const slot = instance?.slotOf(spec);
    if (!instance || slot === undefined) throw new Refusal(`There is no channel ${instanceName}.${spec} in the running show.`);
    if (!(value >= 0 && value <= 1)) throw new Refusal('A value goes from 0 to 1.');
    this.router.emit(instance, slot, value);
  }

  /** Values from before a restart: they count as delivered, and plain outputs get them again. */
  private resume(instances: readonly string[], specs: readonly string[], values: Float64Array): void {
    const nowMs = this.options.clock.nowMs();
    instances.forEach((instance, index) => {
      const channel = this.channels.idOf(instance, specs[index] ?? '');
      this.board.reserve(this.channels.count);
      const value = values[index];
      if (value !== undefined && !Number.isNaN(value)) this.board.seed(channel, value, nowMs);
    });
    this.announceChannels();
    for (const instance of this.show.instances) {
      const isPlainOutput = instance.endpoint && !instance.endpoint.drain && instance.relay === undefined;
      if (isPlainOutput) this.router.requestResend(instance);
    }
  }

  /** Channels that come while running are announced together, soon. */
  private createChannel(instance: string, spec: string) {
    const channel = this.channels.idOf(instance, spec);
    this.board.reserve(this.channels.count);
    if (!this.isAnnouncing) {
      this.isAnnouncing = true;
      this.options.schedule(() => {
        this.isAnnouncing = false;
        this.announceChannels();
      }, 'afterIo');
    }
    return channel;
  }

  private announceChannels(): void {
    const announcement = this.channels.takeAnnouncement();
    if (announcement) this.options.notify({ type: 'channels', ...announcement });
  }

  private sendStats(): void {
    const { clock, notify } = this.options;
    const nowMs = clock.nowMs();
    const sinceMs = nowMs - this.lastStatsMs;
    const latenessMs = sinceMs >= sleepGapMs ? 0 : Math.max(0, sinceMs - statsPeriodMs);
    this.lastStatsMs = nowMs;
    const instances = this.show.instances.map((instance) => {
      instance.inbox.shrink();
      return { instance: instance.name, counters: { ...instance.tally } };
    });
    const worstTurnMs = Math.max(this.router.takeWorstMs(), latenessMs);
    notify({ type: 'stats', stats: { wallMs: clock.wallMs(), instances, loops: this.loopReport.take(), worstTurnMs } });
  }

  private didFault(instance: RunningInstance, error: unknown): void {
    instance.tally.errors++;
    const nowMs = this.options.clock.nowMs();
    if (nowMs - (this.faultsLoggedMs.get(instance) ?? Number.NEGATIVE_INFINITY) < faultLogPeriodMs) return;
    this.faultsLoggedMs.set(instance, nowMs);
    this.options.logger.log('error', instance.name, `The backend failed at an event: ${stackOf(error)}`);
  }
}

/** A request that can't be met; its message is for people. */
class Refusal extends Error {}
