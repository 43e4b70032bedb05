import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import type { Notice } from '../../contract/clientLink.ts';
import type { EngineNotice, EngineStats } from '../../contract/engineLink.ts';
import type { InstanceStatus } from '../../contract/instanceState.ts';
import type { ConsoleLog } from '../console/ConsoleLog.ts';
import type { ChannelTable } from '../values/ChannelTable.ts';
import type { ValueSampler } from '../values/ValueSampler.ts';

/** Channels are announced together: a plan of 100,000 must not make as many messages. */
const channelsDelayMs = 30;

export interface LiveStateOptions {
  readonly clock: Clock;
  readonly channels: ChannelTable;
  readonly sampler: ValueSampler;
  readonly console: ConsoleLog;
  readonly broadcast: (notice: Notice) => void;
  readonly onListenerError: (error: unknown) => void;
}

/** What runs, as the engine reports it, together with the instances that the session keeps from running. */
export class LiveState implements Disposable {
  private readonly reported = new Map<string, InstanceStatus>();
  private planned: ReadonlySet<string> = new Set();
  /** Instances that are not in the plan, with the reason that people see. */
  private held: ReadonlyMap<string, InstanceStatus> = new Map();
  private lastStats: EngineStats = { wallMs: 0, instances: [], loops: [], worstTurnMs: 0 };
  private channelsTimer: Disposable | undefined;
  private announcedChannels = 0;
  private readonly statusEmitter: Emitter<{ readonly instance: string; readonly status: InstanceStatus }>;
  private readonly noticeEmitter: Emitter<EngineNotice>;

  constructor(private readonly options: LiveStateOptions) {
    this.statusEmitter = new Emitter(options.onListenerError);
    this.noticeEmitter = new Emitter(options.onListenerError);
  }

  get onDidChangeStatus() {
    return this.statusEmitter.event;
  }

  /** Stats and profiles for `run --json`. */
  get onDidReport() {
    return this.noticeEmitter.event;
  }

  get stats(): EngineStats {
    return this.lastStats;
  }

  /** In the order of the plan, then those that don't run. */
  get statuses(): readonly { readonly instance: string; readonly status: InstanceStatus }[] {
    const planned = [...this.planned].map((instance) => ({ instance, status: this.statusOf(instance) }));
    return [...planned, ...[...this.held].map(([instance, status]) => ({ instance, status }))];
  }

  statusOf(instance: string): InstanceStatus {
    return this.held.get(instance) ?? this.reported.get(instance) ?? { phase: 'starting', reason: '', problems: [] };
  }

  /** A plan is about to be applied: which instances it has, and why others are left out. */
  setPlanned(planned: Iterable<string>, held: ReadonlyMap<string, InstanceStatus>): void {
    const before = new Map(this.statuses.map(({ instance, status }) => [instance, status]));
    this.planned = new Set(planned);
    this.held = held;
    for (const instance of this.reported.keys()) if (!this.planned.has(instance)) this.reported.delete(instance);
    for (const { instance, status } of this.statuses) if (!isSameStatus(before.get(instance), status)) this.announce(instance, status);
  }

  take(notice: EngineNotice): void {
    const { channels, console, broadcast } = this.options;
    switch (notice.type) {
      case 'channels':
        channels.add(notice.ids, notice.instances, notice.specs);
        this.channelsTimer ??= this.options.clock.after(channelsDelayMs, () => this.announceChannels());
        return;
      case 'valueTable':
        channels.setValues(notice.buffer, notice.capacity);
        return;
      case 'status':
        this.takeStatus(notice.instance, notice.status);
        return;
      case 'console':
        console.print(notice.instance, notice.stream, notice.text, notice.wallMs);
        break;
      case 'log':
        console.log(notice.level, notice.source, notice.message);
        return;
      case 'stats':
        this.lastStats = notice.stats;
        broadcast({ notice: 'stats', stats: notice.stats });
        break;
      case 'profile':
        broadcast({ notice: 'profile', instance: notice.instance, rows: notice.rows });
        break;
      case 'reply':
        return;
    }
    this.noticeEmitter.fire(notice);
  }

  /** The engine worker is gone: nothing of what it reported holds any more. */
  engineDied(): void {
    this.reported.clear();
    this.options.channels.clear();
    this.announcedChannels = 0;
    this.options.sampler.reset();
    for (const { instance, status } of this.statuses) this.announce(instance, status);
  }

  dispose(): void {
    this.channelsTimer?.dispose();
    this.statusEmitter.dispose();
    this.noticeEmitter.dispose();
  }

  private takeStatus(instance: string, status: InstanceStatus): void {
    const before = this.statusOf(instance);
    this.reported.set(instance, status);
    if (this.planned.has(instance) && !this.held.has(instance) && !isSameStatus(before, status)) this.announce(instance, status);
  }

  private announceChannels(): void {
    this.channelsTimer = undefined;
    const { entries } = this.options.channels;
    this.options.broadcast({ notice: 'channels', first: this.announcedChannels, channels: entries.slice(this.announcedChannels) });
    this.announcedChannels = entries.length;
  }

  private announce(instance: string, status: InstanceStatus): void {
    this.options.broadcast({ notice: 'status', instance, status });
    this.statusEmitter.fire({ instance, status });
  }
}

function isSameStatus(a: InstanceStatus | undefined, b: InstanceStatus): boolean {
  return a !== undefined && a.phase === b.phase && a.reason === b.reason && JSON.stringify(a.problems) === JSON.stringify(b.problems);
}
