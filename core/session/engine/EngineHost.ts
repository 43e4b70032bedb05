import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import type { Logger } from '../../base/logger.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { EngineState } from '../../contract/clientLink.ts';
import type { EngineNotice, FileChangeOutcome } from '../../contract/engineLink.ts';
import type { Plan } from '../../contract/plan.ts';
import { changeBetween } from '../../contract/planChange.ts';
import type { EngineLink, StartEngine } from './EngineLink.ts';
import { PendingRequests } from './PendingRequests.ts';

const requestTimeoutMs = 10_000;
/** A module may take its whole import budget in each instance before it is kept or swapped. */
const fileChangeTimeoutMs = 60_000;
/** The engine's own budget, plus what it needs to answer. */
const stopGraceMs = 500;
const firstRestartDelayMs = 50;
const maxRestartDelayMs = 10_000;
/** A worker that lived this long had nothing wrong with its start. */
const healthyAfterMs = 60_000;

/** The values that a dead engine had last delivered, for `resume`. */
export interface LastValues {
  readonly instances: readonly string[];
  readonly specs: readonly string[];
  readonly values: Float64Array;
}

export interface EngineHostOptions {
  readonly start: StartEngine;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read just after the engine died. */
  readonly lastValues: () => LastValues;
}

/**
 * Keeps an engine worker running: sends requests with timeouts, and when the worker dies starts a new one with the last plan
 * (the first time at once, after repeated deaths with growing pauses) and has the outputs sent again.
 */
export class EngineHost implements Disposable {
  private readonly noticeEmitter: Emitter<EngineNotice>;
  private readonly stateEmitter: Emitter<EngineState>;
  private readonly pending: PendingRequests;
  private link: (EngineLink & Disposable) | undefined;
  private lastPlan: Plan | undefined;
  /** What the running worker was last asked to run; it needs no more than the difference to it. */
  private sentPlan: Plan | undefined;
  private restartTimer: Disposable | undefined;
  private deathsInRow = 0;
  private startedMs = 0;
  private isStopping = false;
  private currentState: EngineState = { phase: 'starting', reason: '' };

  constructor(private readonly options: EngineHostOptions) {
    const onListenerError = (error: unknown) => options.logger.log('error', 'session', `A listener of the engine failed: ${String(error)}`);
    this.noticeEmitter = new Emitter<EngineNotice>(onListenerError);
    this.stateEmitter = new Emitter<EngineState>(onListenerError);
    this.pending = new PendingRequests(options.clock);
  }

  /** All notices of the engine but replies. */
  get onNotice() {
    return this.noticeEmitter.event;
  }

  get onDidChangeState() {
    return this.stateEmitter.event;
  }

  get state(): EngineState {
    return this.currentState;
  }

  start(): void {
    if (this.link || this.isStopping) return;
    this.startedMs = this.options.clock.nowMs();
    this.sentPlan = undefined;
    const link = this.options.start({
      onNotice: (notice: EngineNotice) => this.takeNotice(notice),
      onDidDie: (reason: string) => {
        if (this.link === link) this.didDie(reason);
      },
    });
    this.link = link;
  }

  /** Sends the plan now, or keeps it for the engine that is being restarted. */
  async apply(plan: Plan): Promise<Result<void, string>> {
    this.lastPlan = plan;
    const link = this.link;
    if (!link) return ok(undefined);
    const before = this.sentPlan;
    this.sentPlan = plan;
    const applied = await this.pending.open(requestTimeoutMs, (id) =>
      link.send(before ? { type: 'applyChange', id, change: changeBetween(before, plan) } : { type: 'apply', id, plan }),
    );
    // Whatever went wrong there, the next plan is sent as a whole.
    if (!applied.ok) this.sentPlan = undefined;
    if (applied.ok && this.link === link && !this.isStopping) this.setState({ phase: 'running', reason: '' });
    return applied.ok ? ok(undefined) : fail(`The engine did not take the patch: ${applied.error}`);
  }

  async changeFile(path: string): Promise<readonly FileChangeOutcome[]> {
    const link = this.link;
    if (!link) return [];
    const reply = await this.pending.open(fileChangeTimeoutMs, (id) => link.send({ type: 'fileChanged', id, path }));
    if (reply.ok && Array.isArray(reply.value)) return reply.value;
    if (!reply.ok) this.options.logger.log('error', 'session', `The running instances were not told of the saved file: ${reply.error}`);
    return [];
  }

  async inject(instance: string, spec: string, value: number): Promise<Result<void, string>> {
    const link = this.link;
    if (!link) return fail('The engine is being restarted; try again.');
    const reply = await this.pending.open(requestTimeoutMs, (id) => link.send({ type: 'inject', id, instance, spec, value }));
    return reply.ok ? ok(undefined) : fail(reply.error);
  }

  /** Stops all instances within the budget and ends the worker in any case. */
  async stop(budgetMs: number): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    this.restartTimer?.dispose();
    const link = this.link;
    if (link) {
      await this.pending.open(budgetMs + stopGraceMs, (id) => link.send({ type: 'stop', id, budgetMs }));
      await link.terminate();
    }
    this.link = undefined;
    this.pending.rejectAll('The engine was stopped.');
    this.setState({ phase: 'stopped', reason: 'The show was stopped.' });
  }

  /** Ends everything at once, without cleanup handlers. */
  dispose(): void {
    this.isStopping = true;
    this.restartTimer?.dispose();
    this.link?.dispose();
    this.link = undefined;
    this.pending.rejectAll('The session was closed.');
    this.noticeEmitter.dispose();
    this.stateEmitter.dispose();
  }

  private takeNotice(notice: EngineNotice): void {
    if (notice.type !== 'reply') this.noticeEmitter.fire(notice);
    else if (notice.ok) this.pending.resolve(notice.id, notice.value);
    else this.pending.reject(notice.id, notice.message);
  }

  private didDie(reason: string): void {
    this.link = undefined;
    this.pending.rejectAll('The engine died.');
    if (this.isStopping) return;
    const { clock, logger } = this.options;
    const lastValues = this.options.lastValues();
    this.deathsInRow = clock.nowMs() - this.startedMs >= healthyAfterMs ? 1 : this.deathsInRow + 1;
    const delayMs = this.deathsInRow === 1 ? firstRestartDelayMs : Math.min(maxRestartDelayMs, 250 * 2 ** (this.deathsInRow - 2));
    logger.log('error', 'engine', `The engine died and is restarted with the last patch. ${reason}`);
    this.setState({ phase: 'restarting', reason: firstLine(reason) });
    this.restartTimer = clock.after(delayMs, () => void this.restart(lastValues));
  }

  private async restart(lastValues: LastValues): Promise<void> {
    this.start();
    const link = this.link;
    if (!this.lastPlan || !link) return;
    const applied = await this.apply(this.lastPlan);
    if (!applied.ok || this.link !== link) return;
    this.options.logger.log('info', 'engine', 'The engine runs again; outputs are sent again.');
    await this.pending.open(requestTimeoutMs, (id) => link.send({ type: 'resume', id, ...lastValues }));
  }

  private setState(state: EngineState): void {
    if (state.phase === this.currentState.phase && state.reason === this.currentState.reason) return;
    this.currentState = state;
    this.stateEmitter.fire(state);
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
