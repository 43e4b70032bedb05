import type { PythonConfig } from '../../core/backends/python/options.ts';
import type { FileChangeOutcome, StdioMode } from '../../core/contract/engineLink.ts';
import type { RunProblem } from '../../core/contract/instanceState.ts';
import type { RunSettings } from '../../core/contract/plan.ts';
import { type PythonNotice, pythonEntry } from '../../core/contract/pythonLink.ts';
import type { BackendInstance, ChannelBinding, EventBatch, InstanceContext, RoundSink } from '../../core/engine/backend.ts';
import { CleanUpWait, cleanUpLimitMs } from './cleanUpWait.ts';
import type { InstanceFlow } from './instanceFlow.ts';
import { InstanceTraffic } from './instanceTraffic.ts';
import { ModuleVersions } from './moduleVersions.ts';
import { ProblemList } from './problemList.ts';
import { ReplacementBackOff } from './replacementBackOff.ts';
import type { BarrierMember, StartBarrier } from './startBarrier.ts';
import { Supervision } from './supervision.ts';
import type { WatchdogSample } from './watchdog.ts';
import type { WorkerHandle } from './workerHandle.ts';
import { lossAtBoot, type WorkerLoss } from './workerLoss.ts';
import { passOn } from './workerReports.ts';
import { WorkerSeat } from './workerSeat.ts';

/** What an instance uses of the runtime that it belongs to. */
export interface InstanceSurroundings {
  readonly stdio: StdioMode;
  readonly barrier: StartBarrier;
  readonly settings: () => RunSettings;
  /** A booting or booted worker for the instance. */
  readonly takeWorker: (name: string) => WorkerHandle;
  /** An instance has become live. */
  readonly didGoLive: () => void;
  readonly didStop: (instance: PythonInstance) => void;
  /** Number of instances whose turn to stop comes after the one that stops. */
  readonly stoppingLater: () => number;
  /** Where instances stand that routes lead to from this one. */
  readonly behind: (instance: PythonInstance) => Iterable<InstanceFlow>;
  /** An instance has handled events, or what it put out was delivered. */
  readonly didGoOn: () => void;
}

type Phase = 'loading' | 'ready' | 'starting' | 'live' | 'replacing' | 'failed' | 'stopping' | 'stopped';

/**
 * The life of one Python instance, from phase to phase. What it is made of has files of its own: its events (`InstanceTraffic`), who
 * runs its code at the moment (`WorkerSeat`), who watches that (`Supervision`), and which code it is (`ModuleVersions`).
 */
export class PythonInstance implements BackendInstance<string>, BarrierMember {
  private phase: Phase = 'loading';
  private isReplacement = false;
  private isAssigned = false;
  /** The others no longer wait for it. */
  private hasFailed = false;
  private readonly seat: WorkerSeat<WorkerHandle>;
  private readonly traffic: InstanceTraffic;
  private readonly supervision: Supervision;
  private readonly problems: ProblemList;
  private readonly versions: ModuleVersions;
  private readonly backOff: ReplacementBackOff;
  private readonly cleanUp: CleanUpWait;

  constructor(
    private readonly context: InstanceContext,
    private readonly config: PythonConfig,
    bindings: readonly ChannelBinding<string>[],
    private readonly surroundings: InstanceSurroundings,
  ) {
    const { clock } = context;
    const { settings, barrier } = surroundings;
    this.seat = new WorkerSeat(clock, {
      takeWorker: () => surroundings.takeWorker(context.name),
      didSeat: (worker) => this.didSeat(worker),
      didFailToEnd: (error) => this.fail(`The worker could not be ended: ${String(error)}`),
      onNotice: (notice) => this.take(notice),
      onDoorbell: () => this.lookAtRings(),
      onDeath: (reason) => this.didDie(reason),
    });
    this.traffic = new InstanceTraffic(
      context,
      bindings,
      () => surroundings.behind(this),
      () => this.worker,
    );
    this.supervision = new Supervision({
      context,
      settings,
      input: this.traffic.input,
      channelOf: (slot) => this.traffic.channelOf(slot),
      didHang: (sample) => this.didHang(sample),
    });
    this.problems = new ProblemList(clock, settings, (problems) => this.publishLive(problems));
    this.versions = new ModuleVersions(context.name, clock, this.problems, (change) =>
      this.worker.post({ type: 'fileChanged', ...change }),
    );
    this.backOff = new ReplacementBackOff(clock);
    this.cleanUp = new CleanUpWait(clock, () => this.didNotCleanUp());
    context.setStatus('starting', 'Python is starting');
    barrier.join(this);
    this.seat.fill();
  }

  /** Looked at by the other instances as well. */
  get flow(): InstanceFlow {
    return this.traffic.flow;
  }

  /** Whether routes lead from this instance to the other. */
  reaches(other: PythonInstance): boolean {
    return this.context.reaches(other.context.name);
  }

  // ---- seam to the engine

  deliver(batch: EventBatch): void {
    if (this.phase === 'stopping' || this.phase === 'stopped') return;
    if (this.phase === 'failed') this.context.count('dropped', batch.count);
    else this.traffic.deliver(batch);
  }

  canAccept(): boolean {
    return this.traffic.canAccept();
  }

  drain(sink: RoundSink, maxEvents: number): boolean {
    return this.traffic.drain(sink, maxEvents);
  }

  /** Everything that was drained has been routed and delivered: intervals and functions of sockets may run now. */
  didSettle(): void {
    if (this.phase === 'stopped') return;
    this.traffic.didSettle();
    this.surroundings.didGoOn();
  }

  updateChannels(bindings: readonly ChannelBinding<string>[]): void {
    this.traffic.updateChannels(bindings);
    if (this.phase === 'live' || this.phase === 'starting') this.postChannels();
  }

  applySettings(settings: RunSettings): void {
    if (this.phase !== 'stopped') this.worker.post({ type: 'settings', settings });
  }

  /** A file was saved: if the instance has loaded it, the new version is taken over or refused as a whole. */
  didChangeFile(path: string): Promise<FileChangeOutcome> {
    if (this.phase === 'failed') {
      this.versions.forget();
      this.replace('A file was changed', 0);
      return Promise.resolve(this.versions.untouched);
    }
    if (this.phase === 'stopping' || this.phase === 'stopped') return Promise.resolve(this.versions.untouched);
    return this.versions.ask(path, this.phase === 'live' || this.phase === 'replacing' ? this.phase : 'starting');
  }

  // ---- start

  get isReady(): boolean {
    return this.phase !== 'loading' && this.phase !== 'replacing';
  }

  /** The plan is complete, so its settings are known: the modules are loaded by them. */
  didApplyPlan(): void {
    if (!this.isAssigned) this.assign();
  }

  start(): void {
    if (this.phase !== 'ready') return;
    this.phase = 'starting';
    this.worker.post({ type: 'start', channels: this.traffic.describeChannels(this.isReplacement) });
  }

  private assign(): void {
    this.isAssigned = true;
    const { context, config, surroundings, traffic } = this;
    this.worker.post({
      type: 'assign',
      assignment: {
        instance: context.name,
        folder: context.folder,
        showFolder: context.showFolder,
        modules: config.modules,
        defaultHandler: config.defaultHandler ?? null,
        held: this.versions.held,
        stdio: surroundings.stdio,
        settings: surroundings.settings(),
        input: traffic.input.buffer,
        output: traffic.output.buffer,
        ringCapacity: traffic.output.capacity,
      },
    });
  }

  private didLoad(notice: Extract<PythonNotice, { type: 'loaded' }>): void {
    this.versions.didLoad(notice.sources);
    if (this.phase !== 'loading' && this.phase !== 'replacing') return;
    this.traffic.createChannels(notice.created);
    this.problems.setStanding(notice.problems);
    this.phase = 'ready';
    if (this.isReplacement || this.hasFailed) this.start();
    else this.surroundings.barrier.look();
  }

  private didStart(problems: readonly RunProblem[]): void {
    if (this.phase === 'starting') {
      this.phase = 'live';
      this.surroundings.didGoLive();
      this.versions.didGoLive();
    }
    if (this.phase === 'live') this.problems.setStanding(problems);
  }

  private didReload(notice: Extract<PythonNotice, { type: 'reloaded' }>): void {
    if (notice.created.length > 0) {
      this.traffic.createChannels(notice.created);
      this.postChannels();
    }
    this.versions.didReload(notice);
  }

  private postChannels(): void {
    this.worker.post({ type: 'channels', channels: this.traffic.describeChannels(false) });
  }

  private publishLive(problems: readonly RunProblem[]): void {
    if (this.phase === 'live') this.context.setStatus('live', '', problems);
  }

  // ---- end

  /** No handler and no interval runs from here on. */
  halt(): void {
    if (this.phase !== 'stopped') this.worker.halt();
  }

  async stop(deadlineMs: number): Promise<void> {
    const canClean = this.phase === 'live' || this.phase === 'starting';
    if (this.phase === 'stopped') return;
    this.phase = 'stopping';
    this.halt();
    if (canClean && this.worker.isAlive) {
      const leftMs = deadlineMs - this.context.clock.nowMs();
      const didClean = this.cleanUp.begin(
        cleanUpLimitMs(leftMs, this.surroundings.settings().handlerBudgetMs, this.surroundings.stoppingLater()),
      );
      this.worker.post({ type: 'cleanUp' });
      await didClean;
    }
    this.phase = 'stopped';
    this.supervision.dispose();
    this.flow.dispose();
    this.surroundings.barrier.leave(this);
    this.versions.answerAll();
    this.surroundings.didStop(this);
    await this.seat.close();
    this.context.setStatus('stopped', '');
  }

  private didNotCleanUp(): void {
    const isCleaning = this.worker.sample().entryKind === pythonEntry.cleanup;
    const what = isCleaning ? 'The cleanup handler did not end in time' : 'The cleanup handler did not run: a call did not end in time';
    this.context.logger.log('warning', this.context.name, `${what}${this.supervision.endCall()}`);
  }

  // ---- the worker

  private get worker(): WorkerHandle {
    return this.seat.current;
  }

  private didSeat(worker: WorkerHandle): void {
    this.traffic.begin(worker);
    this.supervision.begin(worker);
    // The first one waits for the plan.
    if (this.isAssigned) this.assign();
  }

  private lookAtRings(): void {
    this.traffic.answerDoorbell();
    if (this.phase !== 'stopping') this.context.requestDrain();
    this.surroundings.didGoOn();
  }

  private take(notice: PythonNotice): void {
    switch (notice.type) {
      case 'booted':
      case 'print':
      case 'note':
      case 'profile':
        passOn(notice, this.context);
        break;
      case 'loaded':
        this.didLoad(notice);
        break;
      case 'live':
        this.didStart(notice.problems);
        break;
      case 'takingOver':
        this.versions.didBegin(notice.path);
        break;
      case 'reloaded':
        this.didReload(notice);
        break;
      case 'raised':
        this.context.count('errors', notice.count);
        this.problems.noteRaised(notice.places, notice.count);
        break;
      case 'functions':
      case 'overrun':
        this.supervision.learn(notice);
        break;
      case 'cleaned':
        this.cleanUp.end();
        break;
      case 'died':
        break;
    }
  }

  // ---- loss of the worker

  private didHang(sample: WatchdogSample): void {
    if (this.phase !== 'stopping') this.goOnAfter(this.supervision.endHung(sample));
  }

  private didDie(reason: string): void {
    if (this.phase === 'stopped' || this.phase === 'stopping' || this.phase === 'replacing') {
      this.cleanUp.end();
      return;
    }
    this.context.logger.log('debug', this.context.name, `Python ended: ${reason}`);
    const { booted } = this.worker;
    this.goOnAfter(booted ? this.supervision.endDead(this.worker.sample(), reason) : lossAtBoot(reason));
  }

  private goOnAfter(loss: WorkerLoss): void {
    if (loss.during === 'boot') {
      this.fail(loss.reason);
      return;
    }
    const reason = loss.during === 'load' ? this.versions.refuseLost(loss.what) : loss.reason;
    if (reason === undefined) this.fail(loss.reason);
    else this.replace(reason, this.backOff.next());
  }

  /** Ends the worker and goes on with another one after `delayMs`; events wait in the ring meanwhile. */
  private replace(reason: string, delayMs: number): void {
    const wasStarted = this.phase !== 'loading' && this.phase !== 'failed';
    this.phase = 'replacing';
    this.isReplacement = this.isReplacement || wasStarted;
    const message = `${reason}. Its modules are loaded again${delayMs > 0 ? ` in ${Math.round(delayMs / 1000)} s` : ''}.`;
    this.context.logger.log('error', this.context.name, message);
    this.context.setStatus(delayMs > 0 ? 'waiting' : 'starting', message);
    this.versions.postpone();
    this.supervision.pause();
    this.seat.replace(delayMs);
  }

  private fail(reason: string): void {
    this.phase = 'failed';
    this.hasFailed = true;
    this.context.setStatus('failed', reason);
    this.traffic.countLost();
    this.supervision.pause();
    this.seat.end().catch((error: unknown) => this.context.logger.log('error', this.context.name, String(error)));
    this.surroundings.barrier.look();
  }
}
