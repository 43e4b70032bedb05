import { loopbackBackend } from '../core/backends/loopback/backend.ts';
import { oscBackend } from '../core/backends/osc/backend.ts';
import { silentLogger } from '../core/base/logger.ts';
import { ok } from '../core/base/result.ts';
import { systemClock } from '../core/base/systemClock.ts';
import type { EngineRequest } from '../core/contract/engineLink.ts';
import type { Slot } from '../core/contract/ids.ts';
import { defaultRunSettings, type Plan } from '../core/contract/plan.ts';
import { changeBetween } from '../core/contract/planChange.ts';
import type { Backend } from '../core/engine/backend.ts';
import { Engine } from '../core/engine/engine.ts';
import { type Benchmark, median, type Row } from './benchmark.ts';

const eventsPerMeasure = 3_000_000;
const roundSize = 1000;
const measures = 5;

interface Taps {
  /** Puts out an event on the channel `in`. */
  emit: (value: number) => void;
  delivered: number;
}

/** A backend that only counts what it gets. */
function countingBackend(taps: Taps): Backend {
  return {
    protocol: {
      name: 'tap',
      title: 'tap',
      summary: '',
      backendOptions: [],
      instanceOptions: [],
      checkBackendOptions: () => [],
      parseInstance: () => ({ config: null, problems: [] }),
      parseChannel: (spec) => ok(spec),
    },
    start: () => ({
      createInstance: (context, _config, channels) => {
        const source = channels.find(({ spec }) => spec === 'in');
        if (source) taps.emit = (value) => context.emit(source.slot as Slot, value);
        return {
          deliver: ({ count }) => {
            taps.delivered += count;
          },
          updateChannels: () => {},
          stop: async () => {},
        };
      },
      stop: async () => {},
    }),
  };
}

interface BenchedEngine {
  readonly engine: Engine;
  readonly taps: Taps;
  /** Runs the turns that are scheduled, and those that they schedule. */
  run(): void;
}

function startEngine(): BenchedEngine {
  const taps: Taps = { emit: () => {}, delivered: 0 };
  let tasks: (() => void)[] = [];
  const backends: readonly Backend[] = [loopbackBackend, oscBackend, countingBackend(taps)];
  const engine = new Engine({
    clock: systemClock,
    schedule: (task) => tasks.push(task),
    logger: silentLogger,
    backends: new Map(backends.map((backend) => [backend.protocol.name, backend])),
    notify: () => {},
    stdio: 'forward',
  });
  const run = () => {
    while (tasks.length > 0) {
      const due = tasks;
      tasks = [];
      for (const task of due) task();
    }
  };
  return { engine, taps, run };
}

/** Instances with numbered channels, and routes as [source, target] of plan channel indexes. */
function planOf(
  instances: readonly (readonly [backend: string, channels: readonly string[]])[],
  routes: readonly (readonly [number, number])[],
): Plan {
  return structuredClone({
    revision: 1,
    showFolder: '/',
    backends: [],
    instances: instances.map(([backend, channels], index) => ({ name: `i${index}`, backend, options: [], folder: '/', channels })),
    routes: {
      sources: Int32Array.from(routes, ([source]) => source),
      targets: Int32Array.from(routes, ([, target]) => target),
      wireOf: new Int32Array(routes.length),
      wires: ['wire'],
    },
    settings: defaultRunSettings,
  });
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `/channel/${index}`);

/** tap -> loopback -> `fanOut` channels of a tap: nanoseconds per event that reaches its target, hop through the loopback included. */
function routingRow(fanOut: number): Row {
  const { engine, taps, run } = startEngine();
  const routes = [[0, 1] as const, ...Array.from({ length: fanOut }, (_, index) => [1, 2 + index] as const)];
  const plan = planOf(
    [
      ['tap', ['in']],
      ['loopback', ['through']],
      ['tap', numbered(fanOut)],
    ],
    routes,
  );
  engine.handle({ type: 'apply', id: 1, plan });
  const perRound = Math.max(1, Math.floor(roundSize / fanOut));
  const deliver = (count: number) => {
    const end = taps.delivered + count;
    while (taps.delivered < end) {
      for (let index = 0; index < perRound; index++) taps.emit(index / perRound);
      run();
    }
  };
  deliver(eventsPerMeasure / 4);
  const times = Array.from({ length: measures }, () => {
    const startMs = performance.now();
    deliver(eventsPerMeasure);
    return ((performance.now() - startMs) * 1e6) / eventsPerMeasure;
  });
  engine.dispose();
  return { what: `routing through loopback, fan-out ${fanOut}`, value: median(times), unit: 'ns/event' };
}

/** Milliseconds that the engine needs for a plan: the part of a change that stops the routing. */
function applyMs({ engine }: BenchedEngine, request: EngineRequest): number {
  const startMs = performance.now();
  engine.handle(request);
  return performance.now() - startMs;
}

const pairs = (backend: string, count: number) =>
  planOf(
    [
      [backend, numbered(count)],
      [backend, numbered(count)],
    ],
    Array.from({ length: count }, (_, index) => [index, count + index] as const),
  );

function applyRows(): readonly Row[] {
  const rows = ['loopback', 'osc'].map((backend) => {
    const benched = startEngine();
    let plan = pairs(backend, 10_000);
    applyMs(benched, { type: 'apply', id: 1, plan });
    const times = Array.from({ length: 40 }, (_, index) => {
      const next = pairs(backend, 10_001 + index);
      const change = structuredClone(changeBetween(plan, next));
      plan = next;
      return applyMs(benched, { type: 'applyChange', id: 1, change });
    }).slice(-15);
    benched.engine.dispose();
    return { what: `one wire more at 10,000, ${backend}`, value: median(times), unit: 'ms', budget: { atMost: 5 } };
  });
  const large = startEngine();
  const plan = pairs('osc', 100_000);
  const rssBefore = process.memoryUsage().rss;
  const tookMs = applyMs(large, { type: 'apply', id: 1, plan });
  const megabytes = (process.memoryUsage().rss - rssBefore) / 1e6;
  large.engine.dispose();
  return [
    ...rows,
    { what: '100,000 routes, plan to applied', value: tookMs, unit: 'ms', note: 'part of the 1.0 s from file to live' },
    { what: 'memory of 200,000 channels', value: megabytes, unit: 'MB', note: 'engine only, before collection' },
  ];
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'engine-routing', run: async () => [1, 10, 512].map(routingRow) },
  { name: 'engine-apply', run: async () => applyRows() },
];
