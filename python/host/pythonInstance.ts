import type { PythonConfig } from '../../core/backends/python/options.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { FileChangeOutcome, StdioMode } from '../../core/contract/engineLink.ts';
import { EventRing } from '../../core/contract/eventRing.ts';
import type { Slot } from '../../core/contract/ids.ts';
import type { RunProblem } from '../../core/contract/instanceState.ts';
import type { RunSettings } from '../../core/contract/plan.ts';
import { type PythonNotice, pythonEntry, pythonWord } from '../../core/contract/pythonLink.ts';
import type { BackendInstance, ChannelBinding, EventBatch, InstanceContext, RoundSink } from '../../core/engine/backend.ts';
import { BoundedInbox } from './boundedInbox.ts';
import { ChannelList } from './channelList.ts';
import { CleanUpWait } from './cleanUpWait.ts';
import { FileTakeovers } from './fileTakeovers.ts';
import { InstanceFlow } from './instanceFlow.ts';
import { LostCall } from './lostCall.ts';
import { ProblemList } from './problemList.ts';
import { ReplacementBackOff } from './replacementBackOff.ts';
import { RunningSources } from './runningSources.ts';
import type { BarrierMember, StartBarrier } from './startBarrier.ts';
import { Watchdog, watchdogPeriodMs } from './watchdog.ts';
import { firstLineOf, whyPythonEnded } from './whyPythonEnded.ts';
import { WorkerCounts } from './workerCounts.ts';
import type { WorkerHandle } from './workerHandle.ts';

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
  /** Where instances stand that routes lead to from this one. */
  readonly behind: (instance: PythonInstance) => Iterable<InstanceFlow>;
  /** An instance has handled events, or what it put out was delivered. */
  readonly didGoOn: () => void;
}

type Phase = 'loading' | 'ready' | 'starting' | 'live' | 'replacing' | 'failed' | 'stopping' | 'stopped';

const slowOutput = 'output() runs without its WebAssembly version, which does not fit this build of Python: it works, but more slowly.';

/** One Python instance: its two rings, and the worker that runs its code at the moment. */
export class PythonInstance implements BackendInstance<string>, BarrierMember {
  private phase: Phase = 'loading';
  private worker: WorkerHandle;
  private readonly inbox: BoundedInbox;
  private readonly output = EventRing.allocate();
  private readonly channels: ChannelList;
  private readonly problems: ProblemList;
  private watchdog = new Watchdog();
  private readonly watchTimer: Disposable;
  private readonly backOff: ReplacementBackOff;
  private readonly takeovers: FileTakeovers;
  private readonly sources = new RunningSources();
  private isReplacement = false;
  private isAssigned = false;
  /** The others no longer wait for it. */
  private hasFailed = false;
  private readonly lostCall: LostCall;
  private readonly counts: WorkerCounts;
  /** Looked at by the other instances as well. */
  readonly flow: InstanceFlow;
  private readonly cleanUp: CleanUpWait;

  constructor(
    private readonly context: InstanceContext,
    private readonly config: PythonConfig,
    bindings: readonly ChannelBinding<string>[],
    private readonly surroundings: InstanceSurroundings,
  ) {
    this.inbox = new BoundedInbox(EventRing.allocate(), context.clock, (events) => context.count('coalesced', events));
    this.channels = new ChannelList(bindings);
    this.problems = new ProblemList(context.clock, surroundings.settings, (problems) => this.publishLive(problems));
    this.backOff = new ReplacementBackOff(context.clock);
    this.lostCall = new LostCall(this.inbox.ring, (slot) => this.channels.nameOf(slot as Slot));
    this.counts = new WorkerCounts(context);
    this.flow = new InstanceFlow(
      context.clock,
      this.inbox.ring,
      this.output,
      () => surroundings.behind(this),
      (routedIndex) => this.worker.didRoute(routedIndex),
    );
    this.takeovers = new FileTakeovers(context.name, context.clock, (change) => this.worker.post({ type: 'fileChanged', ...change }));
    this.cleanUp = new CleanUpWait(context.clock, () => {
      const isCleaning = this.worker.sample().entryKind === pythonEntry.cleanup;
      const what = isCleaning ? 'The cleanup handler did not end in time' : 'The cleanup handler did not run: a call did not end in time';
      context.logger.log('warning', context.name, `${what}${this.endCall()}`);
    });
    context.setStatus('starting', 'Python is starting');
    surroundings.barrier.join(this);
    this.worker = this.employ();
    this.watchTimer = context.clock.every(watchdogPeriodMs, () => this.watch());
  }

  // ---- seam to the engine

  deliver(batch: EventBatch): void {
    if (this.phase === 'stopping' || this.phase === 'stopped') return;
    if (this.phase === 'failed') {
      this.context.count('dropped', batch.count);
      return;
    }
    this.channels.noteInputs(batch);
    this.worker.raiseHops(batch.hops);
    this.inbox.deliver(batch.slots, batch.values, batch.count);
    this.worker.wake();
  }

  canAccept(): boolean {
    return this.inbox.canAccept();
  }

  drain(sink: RoundSink, maxEvents: number): boolean {
    const count = Math.min(this.output.available, maxEvents);
    this.flow.noteDrain(count);
    if (count > 0) this.channels.emit(this.output, sink, count, Atomics.load(this.worker.words, pythonWord.hopsOut));
    return this.output.available > 0;
  }

  /** Everything that was drained has been routed and delivered: intervals and functions of sockets may run now. */
  didSettle(): void {
    if (this.phase === 'stopped') return;
    this.flow.settle(Atomics.load(this.worker.words, pythonWord.hasOwnCalls) === 1);
    this.surroundings.didGoOn();
  }

  /** Whether routes lead from this instance to the other. */
  reaches(other: PythonInstance): boolean {
    return this.context.reaches(other.context.name);
  }

  updateChannels(bindings: readonly ChannelBinding<string>[]): void {
    this.channels.update(bindings);
    if (this.phase === 'live' || this.phase === 'starting') this.worker.post({ type: 'channels', channels: this.channels.describe(false) });
  }

  applySettings(settings: RunSettings): void {
    if (this.phase !== 'stopped') this.worker.post({ type: 'settings', settings });
  }

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
      const didClean = this.cleanUp.begin(deadlineMs, this.surroundings.settings().handlerBudgetMs);
      this.worker.post({ type: 'cleanUp' });
      await didClean;
    }
    this.phase = 'stopped';
    this.watchTimer.dispose();
    this.flow.dispose();
    this.surroundings.barrier.leave(this);
    this.takeovers.answerAll('untouched');
    this.surroundings.didStop(this);
    await this.worker.end();
    this.context.setStatus('stopped', '');
  }

  /** A file was saved: if the instance has loaded it, the new version is taken over or refused as a whole. */
  didChangeFile(path: string): Promise<FileChangeOutcome> {
    if (this.phase === 'failed') {
      this.sources.forget();
      this.problems.forget();
      this.replace('A file was changed', 0);
      return Promise.resolve(this.takeovers.outcome('untouched', 0));
    }
    if (this.phase === 'stopping' || this.phase === 'stopped') return Promise.resolve(this.takeovers.outcome('untouched', 0));
    return this.takeovers.ask(path, this.phase === 'live');
  }

  // ---- start

  get isReady(): boolean {
    return this.phase !== 'loading' && this.phase !== 'replacing';
  }

  start(): void {
    if (this.phase !== 'ready') return;
    this.phase = 'starting';
    this.worker.post({ type: 'start', channels: this.channels.describe(this.isReplacement) });
  }

  private employ(): WorkerHandle {
    const worker = this.surroundings.takeWorker(this.context.name);
    worker.listen({
      onNotice: (notice) => this.take(worker, notice),
      onDoorbell: () => this.lookAtRings(worker),
      onDeath: (reason) => this.didDie(worker, reason),
    });
    worker.didRoute(this.output.readIndex);
    return worker;
  }

  /** The plan is complete, so its settings are known: the modules are loaded by them. */
  didApplyPlan(): void {
    if (this.isAssigned) return;
    this.assign();
  }

  private assign(): void {
    this.isAssigned = true;
    const { context, config } = this;
    this.worker.post({
      type: 'assign',
      assignment: {
        instance: context.name,
        folder: context.folder,
        showFolder: context.showFolder,
        modules: config.modules,
        defaultHandler: config.defaultHandler ?? null,
        held: this.sources.held,
        stdio: this.surroundings.stdio,
        settings: this.surroundings.settings(),
        input: this.inbox.ring.buffer,
        output: this.output.buffer,
        ringCapacity: this.output.capacity,
      },
    });
  }

  // ---- notices of the worker

  private lookAtRings(worker: WorkerHandle): void {
    if (worker !== this.worker) return;
    Atomics.store(worker.words, pythonWord.doorbell, 0);
    this.inbox.flush();
    if (this.phase !== 'stopping') this.context.requestDrain();
    this.surroundings.didGoOn();
  }

  private take(worker: WorkerHandle, notice: PythonNotice): void {
    if (worker !== this.worker) return;
    switch (notice.type) {
      case 'booted':
        if (notice.outputKind === 'python') this.context.logger.log('warning', this.context.name, slowOutput);
        for (const note of notice.notes) this.context.logger.log('debug', this.context.name, note);
        break;
      case 'loaded':
        this.sources.learn(notice.sources);
        this.didLoad(notice.created, notice.problems);
        break;
      case 'live':
        this.didStart(notice.problems);
        break;
      case 'print':
        this.context.print(notice.stream, notice.text);
        break;
      case 'raised':
        this.context.count('errors', notice.count);
        this.problems.noteRaised(notice.places, notice.count);
        break;
      case 'note':
        this.context.logger.log(notice.level, this.context.name, notice.message);
        break;
      case 'functions':
      case 'overrun':
        this.lostCall.learn(notice);
        break;
      case 'takingOver':
        this.sources.begin(notice.path);
        break;
      case 'reloaded':
        this.sources.end(notice);
        this.didReload(notice);
        break;
      case 'profile':
        this.context.reportProfile(notice.rows);
        break;
      case 'cleaned':
        this.cleanUp.end();
        break;
      case 'died':
        break;
    }
  }

  private didLoad(created: readonly string[], problems: readonly RunProblem[]): void {
    if (this.phase !== 'loading' && this.phase !== 'replacing') return;
    this.createChannels(created);
    this.problems.setStanding(problems);
    this.phase = 'ready';
    if (this.isReplacement || this.hasFailed) this.start();
    else this.surroundings.barrier.look();
  }

  private didStart(problems: readonly RunProblem[]): void {
    if (this.phase === 'starting') {
      this.phase = 'live';
      this.surroundings.didGoLive();
      this.takeovers.didGoLive();
    }
    if (this.phase === 'live') this.problems.setStanding(problems);
  }

  private didReload(notice: Extract<PythonNotice, { type: 'reloaded' }>): void {
    if (notice.outcome !== 'untouched') this.problems.didReload(notice.outcome === 'swapped', notice.problems, notice.problem);
    if (notice.created.length > 0) {
      this.createChannels(notice.created);
      this.worker.post({ type: 'channels', channels: this.channels.describe(false) });
    }
    this.takeovers.answer(notice.id, notice.outcome, notice.tookMs, notice.problem);
  }

  private createChannels(specs: readonly string[]): void {
    for (const spec of specs) this.channels.addCreated(spec, () => this.context.createChannel(spec));
  }

  private publishLive(problems: readonly RunProblem[]): void {
    if (this.phase === 'live') this.context.setStatus('live', '', problems);
  }

  // ---- watchdog and replacement

  private watch(): void {
    if (this.phase === 'replacing' || this.phase === 'failed' || this.phase === 'stopped') return;
    this.counts.look(this.worker);
    this.lostCall.look(this.worker.words);
    const sample = this.worker.sample();
    const action = this.watchdog.check(sample, this.context.clock.nowMs(), this.surroundings.settings());
    if (action === 'tick') this.worker.tick();
    if (action === 'replace' && this.phase !== 'stopping') this.giveUp(sample.entryKind);
  }

  private giveUp(entryKind: number): void {
    if (entryKind === pythonEntry.load) {
      const { importBudgetMs } = this.surroundings.settings();
      const what = `did not finish loading within ${importBudgetMs / 1000} s and could not be interrupted${this.endCall()}`;
      if (!this.keepVersionBefore(what)) this.fail(`A module ${what}; change it and save it to try again.`);
      return;
    }
    this.replace(`A call could not be interrupted${this.endCall()}`, this.backOff.next());
  }

  /** False when the worker was not lost with a file that it was taking over. */
  private keepVersionBefore(what: string): boolean {
    const path = this.sources.lose();
    if (path === undefined) return false;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const problem = { code: 'python-module-failed', message: `${name} ${what}. The version before goes on.`, file: path };
    this.problems.refuse(problem);
    this.takeovers.answerAll('kept', problem);
    this.replace(`${name} ${what}, so the version before goes on`, this.backOff.next());
    return true;
  }

  private endCall(): string {
    const { text, droppedEvents } = this.lostCall.end(this.worker.words);
    if (droppedEvents > 0) this.context.count('dropped', droppedEvents);
    return text;
  }

  private didDie(worker: WorkerHandle, reason: string): void {
    if (worker !== this.worker || this.phase === 'stopped' || this.phase === 'stopping' || this.phase === 'replacing') {
      this.cleanUp.end();
      return;
    }
    this.context.logger.log('debug', this.context.name, `Python ended: ${reason}`);
    if (!worker.booted) {
      this.fail(`Python could not start: ${firstLineOf(reason)}`);
      return;
    }
    const why = whyPythonEnded(reason);
    const { entry, entryKind } = worker.sample();
    const wasInside = entry % 2 === 1;
    if (wasInside && entryKind === pythonEntry.load) {
      if (this.keepVersionBefore(`was not loaded, Python ended: ${why}${this.endCall()}`)) return;
      this.fail(`Python ended while it loaded a module: ${why}. Change the module and save it to try again.`);
      return;
    }
    this.replace(`Python ended, ${why}${wasInside ? this.endCall() : ''}`, this.backOff.next());
  }

  /** Ends the worker and goes on with another one after `delayMs`; events wait in the ring meanwhile. */
  private replace(reason: string, delayMs: number): void {
    const wasStarted = this.phase !== 'loading' && this.phase !== 'failed';
    this.phase = 'replacing';
    this.isReplacement = this.isReplacement || wasStarted;
    const message = `${reason}. Its modules are loaded again${delayMs > 0 ? ` in ${Math.round(delayMs / 1000)} s` : ''}.`;
    this.context.logger.log('error', this.context.name, message);
    this.context.setStatus(delayMs > 0 ? 'waiting' : 'starting', message);
    this.takeovers.answerAll('kept');
    const old = this.worker;
    old.end().then(
      () => this.context.clock.after(delayMs, () => this.continueWithNext()),
      (error: unknown) => this.fail(`The worker could not be ended: ${String(error)}`),
    );
  }

  private continueWithNext(): void {
    if (this.phase !== 'replacing') return;
    this.watchdog = new Watchdog();
    this.counts.restart();
    this.worker = this.employ();
    this.lostCall.prepare(this.worker.words);
    this.assign();
  }

  private fail(reason: string): void {
    this.phase = 'failed';
    this.hasFailed = true;
    this.context.setStatus('failed', reason);
    this.context.count('dropped', this.inbox.ring.available);
    this.worker.end().catch((error: unknown) => this.context.logger.log('error', this.context.name, String(error)));
    this.surroundings.barrier.look();
  }
}
