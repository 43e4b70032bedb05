import { expect, test } from 'vitest';
import { silentLogger } from '../../base/logger.ts';
import { ManualClock } from '../../base/manualClock.ts';
import type { EngineRequest } from '../../contract/engineLink.ts';
import { defaultRunSettings, type Plan } from '../../contract/plan.ts';
import { EngineHost } from './EngineHost.ts';
import type { EngineLinkListener } from './EngineLink.ts';

const plan: Plan = {
  revision: 1,
  showFolder: '/show',
  backends: [],
  instances: [],
  routes: { sources: new Int32Array(), targets: new Int32Array(), wireOf: new Int32Array(), wires: [] },
  settings: defaultRunSettings,
};

/** Engines that only remember what they were asked. */
function scriptedEngines() {
  const engines: { readonly requests: EngineRequest[]; readonly listener: EngineLinkListener }[] = [];
  const clock = new ManualClock();
  const host = new EngineHost({
    clock,
    logger: silentLogger,
    lastValues: () => ({ instances: ['out'], specs: ['/lamp'], values: Float64Array.of(0.5) }),
    start: (listener) => {
      const engine = { requests: [] as EngineRequest[], listener };
      engines.push(engine);
      return { send: (request) => void engine.requests.push(request), terminate: async () => {}, dispose() {} };
    },
  });
  const answerAll = (index: number) => {
    for (const { id } of engines[index]?.requests ?? []) engines[index]?.listener.onNotice({ type: 'reply', id, ok: true, value: null });
  };
  return { host, clock, engines, answerAll };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a dead engine is replaced within a second, gets the last plan and the last outputs', async () => {
  const { host, clock, engines, answerAll } = scriptedEngines();
  host.start();
  const applied = host.apply(plan);
  answerAll(0);
  expect(await applied).toEqual({ ok: true, value: undefined });
  expect(host.state.phase).toBe('running');

  engines[0]?.listener.onDidDie('out of memory\n  at somewhere');
  expect(host.state).toEqual({ phase: 'restarting', reason: 'out of memory' });
  clock.advance(999);
  expect(engines.length).toBe(2);
  answerAll(1);
  await turn();
  expect(engines[1]?.requests.map(({ type }) => type)).toEqual(['apply', 'resume']);
  expect(host.state.phase).toBe('running');
});

test('an engine that dies again and again is given growing pauses', () => {
  const { host, clock, engines } = scriptedEngines();
  host.start();
  for (let second = 0; second < 60; second++) {
    engines.at(-1)?.listener.onDidDie('broken');
    clock.advance(1000);
  }
  expect(engines.length).toBeGreaterThan(5);
  expect(engines.length).toBeLessThan(15);
});

test('requests that nobody answers fail after their time, and those of a dead engine at once', async () => {
  const { host, clock, engines } = scriptedEngines();
  host.start();
  const slow = host.inject('a', 'x', 1);
  clock.advance(10_000);
  expect(await slow).toEqual({ ok: false, error: 'No answer within 10 s.' });
  const orphaned = host.inject('a', 'x', 1);
  engines[0]?.listener.onDidDie('broken');
  expect(await orphaned).toEqual({ ok: false, error: 'The engine died.' });
  expect(await host.inject('a', 'x', 1)).toEqual({ ok: false, error: 'The engine is being restarted; try again.' });
});

test('a late or unknown reply is ignored', () => {
  const { host, engines } = scriptedEngines();
  host.start();
  expect(() => engines[0]?.listener.onNotice({ type: 'reply', id: 99, ok: true, value: 1 })).not.toThrow();
});

test('stopping ends the worker even if it never answers', async () => {
  const { host, clock, engines } = scriptedEngines();
  host.start();
  const stopped = host.stop(2_500);
  clock.advance(3_000);
  await stopped;
  expect(host.state.phase).toBe('stopped');
  engines[0]?.listener.onDidDie('terminated');
  clock.advance(60_000);
  expect(engines.length).toBe(1);
});

test('a request that was under way while the machine slept still gets its answer, and its full time', async () => {
  const { host, clock, answerAll } = scriptedEngines();
  host.start();
  const applied = host.apply(plan);
  clock.jump(3_600_000);
  await turn();
  answerAll(0);
  expect(await applied).toEqual({ ok: true, value: undefined });

  const unanswered = host.apply(plan);
  clock.jump(3_600_000);
  clock.advance(10_000);
  expect(await unanswered).toMatchObject({ ok: false });
  host.dispose();
});
