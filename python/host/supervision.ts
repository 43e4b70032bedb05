import type { Disposable } from '../../core/base/disposable.ts';
import type { EventRing } from '../../core/contract/eventRing.ts';
import type { RunSettings } from '../../core/contract/plan.ts';
import type { PythonNotice } from '../../core/contract/pythonLink.ts';
import type { InstanceContext } from '../../core/engine/backend.ts';
import { LostCall } from './lostCall.ts';
import { isInside, Watchdog, type WatchdogSample, watchdogPeriodMs } from './watchdog.ts';
import { type CountingWorker, WorkerCounts } from './workerCounts.ts';
import { lossByDeath, lossByHanging, type WorkerLoss } from './workerLoss.ts';

/** All that is seen of a worker from outside. */
export interface SupervisedWorker extends CountingWorker {
  sample(): WatchdogSample;
  /** Asks the running call to look at its watch. */
  tick(): void;
}

export interface SupervisionOptions {
  readonly context: Pick<InstanceContext, 'name' | 'clock' | 'logger' | 'count'>;
  readonly settings: () => RunSettings;
  /** The instance's events: the one of a call that took its worker with it is taken out of there. */
  readonly input: EventRing;
  readonly channelOf: (slot: number) => string;
  /** The worker does not answer. Called again at each look until it is paused. */
  readonly didHang: (sample: WatchdogSample) => void;
}

/** Watches an instance's worker from outside, and knows what it was doing when it is lost. It only looks: the instance acts. */
export class Supervision {
  private worker: SupervisedWorker | undefined;
  private isPaused = true;
  private watchdog = new Watchdog();
  private readonly counts: WorkerCounts;
  private readonly lostCall: LostCall;
  private readonly timer: Disposable;

  constructor(private readonly options: SupervisionOptions) {
    const { context, input, channelOf } = options;
    this.counts = new WorkerCounts(context);
    this.lostCall = new LostCall(input, channelOf);
    this.timer = context.clock.every(watchdogPeriodMs, () => this.look());
  }

  /** A new worker is watched from here on. */
  begin(worker: SupervisedWorker): void {
    this.worker = worker;
    this.isPaused = false;
    this.watchdog = new Watchdog();
    this.counts.restart();
    this.lostCall.prepare(worker.words);
  }

  /** The worker is being ended: nobody looks at it until the next one begins. */
  pause(): void {
    this.isPaused = true;
  }

  dispose(): void {
    this.timer.dispose();
  }

  /** What the worker tells about its calls. */
  learn(notice: Extract<PythonNotice, { type: 'functions' | 'overrun' }>): void {
    this.lostCall.learn(notice);
  }

  /** Gives up the running call: its event is taken out and counted. Returns what is known of it as the rest of a sentence, or nothing. */
  endCall(): string {
    if (!this.worker) return '';
    const { text, droppedEvents } = this.lostCall.end(this.worker.words);
    if (droppedEvents > 0) this.options.context.count('dropped', droppedEvents);
    return text;
  }

  /** Gives up the call that hangs. */
  endHung({ entryKind }: WatchdogSample): WorkerLoss {
    return lossByHanging(entryKind, this.endCall(), this.options.settings().importBudgetMs);
  }

  /** Gives up the call that the worker died in, if it was in one. */
  endDead(sample: WatchdogSample, reason: string): WorkerLoss {
    return lossByDeath(sample, isInside(sample) ? this.endCall() : '', reason);
  }

  private look(): void {
    const { worker, options } = this;
    if (!worker || this.isPaused) return;
    this.counts.look(worker);
    this.lostCall.look(worker.words);
    const sample = worker.sample();
    const action = this.watchdog.check(sample, options.context.clock.nowMs(), options.settings());
    if (action === 'tick') worker.tick();
    if (action === 'replace') options.didHang(sample);
  }
}
