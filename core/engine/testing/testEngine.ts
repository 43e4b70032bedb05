import { ManualClock } from '../../base/manualClock.ts';
import type { EngineNotice, EngineRequest } from '../../contract/engineLink.ts';
import type { ChannelId } from '../../contract/ids.ts';
import type { InstanceCounters } from '../../contract/instanceState.ts';
import type { Plan } from '../../contract/plan.ts';
import { changeBetween } from '../../contract/planChange.ts';
import { inRow, outRow, ValueTable } from '../../contract/valueTable.ts';
import type { Backend } from '../backend.ts';
import { Engine } from '../engine.ts';
import type { Schedule } from '../router.ts';
import { FakeBackend, type FakeInstance } from './fakeBackend.ts';
import { type ShortPlan, testPlan } from './testPlan.ts';

type Reply = Extract<EngineNotice, { type: 'reply' }>;
type RequestBody = EngineRequest extends infer R ? (R extends EngineRequest ? Omit<R, 'id'> : never) : never;

/**
 * Drives an engine without sockets, threads or time: the test moves the clock and runs the turns. Backends are `out` (relays nothing),
 * `loop` (scripted to send each event on, on its channel) and `py` (user code: relays to any channel), and what the test adds.
 */
export class TestEngine {
  readonly clock = new ManualClock();
  readonly out = new FakeBackend('out');
  readonly loop = new FakeBackend('loop', 'sameChannel');
  readonly py = new FakeBackend('py', 'anyChannel');
  readonly notices: EngineNotice[] = [];
  readonly log: string[] = [];
  readonly engine: Engine;
  /** When each turn was asked to be. */
  readonly turns: Parameters<Schedule>[1][] = [];
  private plan: Plan | undefined;
  private tasks: (() => void)[] = [];
  private nextId = 1;

  constructor(backends: readonly Backend[] = []) {
    const all: readonly Backend[] = [this.out, this.loop, this.py, ...backends];
    this.engine = new Engine({
      clock: this.clock,
      schedule: (task, when) => {
        this.turns.push(when);
        this.tasks.push(task);
      },
      logger: { log: (level, source, message) => this.log.push(`${level} ${source}: ${message}`) },
      backends: new Map(all.map((backend) => [backend.protocol.name, backend])),
      notify: (notice) => this.notices.push(notice),
      stdio: 'forward',
    });
  }

  /** Applies a plan, as a session does, and waits until its instances exist. Instances of `loop` send on what they get. */
  async apply(shortPlan: ShortPlan): Promise<this> {
    const plan = testPlan(shortPlan);
    const before = this.plan;
    this.plan = plan;
    await this.request(before ? { type: 'applyChange', change: structuredClone(changeBetween(before, plan)) } : { type: 'apply', plan });
    for (const instance of this.loop.instances.values()) instance.onEvent = (spec, value) => instance.emit(spec, value);
    return this;
  }

  async request(body: RequestBody): Promise<Reply> {
    const id = this.nextId++;
    const replied = this.replyTo(id);
    this.engine.handle({ ...body, id } as EngineRequest);
    return replied;
  }

  instance(name: string): FakeInstance {
    const found = [this.out, this.loop, this.py].flatMap((backend) => backend.instances.get(name) ?? []).at(-1);
    if (!found) throw new Error(`No instance ${name} was made`);
    return found;
  }

  emit(name: string, spec: string, value: number): this {
    this.instance(name).emit(spec, value);
    return this;
  }

  /** Runs turns until nothing is left to do, at most `limit`. */
  run(limit = 1000): this {
    for (let turn = 0; turn < limit && this.tasks.length > 0; turn++) this.runOnce();
    return this;
  }

  /** Runs what is scheduled now, and not what that schedules. */
  runOnce(): this {
    for (const task of this.tasks.splice(0)) task();
    return this;
  }

  get hasWork(): boolean {
    return this.tasks.length > 0;
  }

  /** Moves the time in steps of a millisecond and runs the turns in between. */
  advance(byMs: number): this {
    for (let step = 0; step < byMs; step++) {
      this.clock.advance(1);
      this.run();
    }
    return this;
  }

  received(name: string): readonly string[] {
    return this.instance(name).received;
  }

  counters(name: string): InstanceCounters {
    this.clock.advance(250);
    const stats = this.notices.flatMap((notice) => (notice.type === 'stats' ? [notice.stats] : [])).at(-1);
    const counters = stats?.instances.find(({ instance }) => instance === name)?.counters;
    if (!counters) throw new Error(`No counters of ${name}`);
    return counters;
  }

  /** The statuses that were published, as `name phase`. */
  get statuses(): readonly string[] {
    return this.notices.flatMap((notice) => (notice.type === 'status' ? [`${notice.instance} ${notice.status.phase}`] : []));
  }

  get table(): ValueTable {
    const last = this.notices.flatMap((notice) => (notice.type === 'valueTable' ? [notice] : [])).at(-1);
    if (!last) throw new Error('No value table was announced');
    return new ValueTable(last.buffer, last.capacity);
  }

  idOf(name: string): ChannelId {
    for (const notice of this.notices) {
      if (notice.type !== 'channels') continue;
      const index = notice.instances.findIndex((instance, at) => `${instance}.${notice.specs[at]}` === name);
      if (index >= 0) return (notice.ids[index] ?? -1) as ChannelId;
    }
    throw new Error(`The channel ${name} was not announced`);
  }

  /** Last values of a channel as clients see them: delivered to it, put out by it, with the number of events. */
  values(name: string): { in: readonly [value: number, count: number]; out: readonly [value: number, count: number] } {
    const { table } = this;
    const at = (row: number) => [table.values[row] ?? Number.NaN, table.counts[row] ?? -1] as const;
    return { in: at(inRow(this.idOf(name))), out: at(outRow(this.idOf(name))) };
  }

  private async replyTo(id: number): Promise<Reply> {
    for (let waits = 0; waits < 1000; waits++) {
      const reply = this.notices.find((notice) => notice.type === 'reply' && notice.id === id);
      if (reply?.type === 'reply') return reply;
      await Promise.resolve();
    }
    throw new Error(`Request ${id} was not answered`);
  }
}
