import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import type { DifferenceView, EngineState, Notice } from '../../contract/clientLink.ts';
import type { FileChangeOutcome } from '../../contract/engineLink.ts';
import { differencePlans } from '../../show/planDifference.ts';
import type { ConsoleLog } from '../console/ConsoleLog.ts';
import { EngineHost } from '../engine/EngineHost.ts';
import type { StartEngine } from '../engine/EngineLink.ts';
import { PlanRunner } from '../engine/PlanRunner.ts';
import type { EvaluatedShow } from '../show/evaluateShow.ts';
import { ChannelTable } from '../values/ChannelTable.ts';
import { jumpsOf } from '../values/jumpsOf.ts';
import { ValueSampler } from '../values/ValueSampler.ts';
import { LiveState } from './LiveState.ts';

export interface LiveShowOptions {
  readonly clock: Clock;
  readonly console: ConsoleLog;
  readonly startEngine: StartEngine;
  readonly isPythonAllowed: () => boolean;
  readonly broadcast: (notice: Notice) => void;
  readonly onDidChangeEngine: () => void;
  readonly onListenerError: (error: unknown) => void;
}

/** The running side of a session: the engine, what it runs, and what it reports. */
export class LiveShow implements Disposable {
  readonly channels = new ChannelTable();
  readonly sampler: ValueSampler;
  readonly state: LiveState;
  readonly host: EngineHost;
  private readonly runner: PlanRunner;
  private readonly store = new DisposableStore();

  constructor(options: LiveShowOptions) {
    const { clock, console, broadcast, onListenerError } = options;
    const { channels } = this;
    this.sampler = this.store.add(new ValueSampler(clock, () => channels.values));
    this.state = this.store.add(new LiveState({ clock, channels, sampler: this.sampler, console, broadcast, onListenerError }));
    this.host = this.store.add(
      new EngineHost({ start: options.startEngine, clock, logger: console, lastValues: () => channels.lastValues() }),
    );
    this.runner = new PlanRunner({ host: this.host, live: this.state, logger: console, isPythonAllowed: options.isPythonAllowed });
    this.store.add(this.host.onNotice((notice) => this.state.take(notice)));
    this.store.add(
      this.host.onDidChangeState((engine: EngineState) => {
        if (engine.phase === 'restarting') this.state.engineDied();
        broadcast({ notice: 'engine', state: engine });
        options.onDidChangeEngine();
      }),
    );
  }

  async start(show: EvaluatedShow): Promise<void> {
    this.host.start();
    await this.runner.run(show);
  }

  /** Runs another show instead and returns the difference in words. The engine has been asked when this returns. */
  run(show: EvaluatedShow): readonly string[] {
    const before = this.runner.running;
    // Failures are logged; whoever edits does not wait for the engine.
    void this.runner.run(show);
    const after = this.runner.running;
    return before && after ? differencePlans(before, after).lines : [];
  }

  /** Compares what would run with what runs. */
  difference(show: EvaluatedShow): DifferenceView {
    const before = this.runner.running;
    if (!before) return { lines: [], jumps: [] };
    const { lines, addedRoutes } = differencePlans(before, this.runner.planOf(show));
    return { lines, jumps: jumpsOf(addedRoutes, this.channels) };
  }

  changeFile(path: string): Promise<readonly FileChangeOutcome[]> {
    return this.host.changeFile(path);
  }

  get routeCount(): number {
    return this.runner.running?.routes.sources.length ?? 0;
  }

  dispose(): void {
    this.store.dispose();
  }
}
