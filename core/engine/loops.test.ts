import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../base/logger.ts';
import { systemClock } from '../base/systemClock.ts';
import type { EngineStats } from '../contract/engineLink.ts';
import { Engine } from './engine.ts';
import { FakeBackend } from './testing/fakeBackend.ts';
import { TestEngine } from './testing/testEngine.ts';
import { testPlan } from './testing/testPlan.ts';

function lastStats(show: TestEngine): EngineStats {
  show.clock.advance(250);
  const stats = show.notices.flatMap((notice) => (notice.type === 'stats' ? [notice.stats] : [])).at(-1);
  if (!stats) throw new Error('No stats came');
  return stats;
}

/** An interpreter: answers each event on another channel, in a round of its own. */
function answer(show: TestEngine, name: string, from: string, to: string, limit = Number.POSITIVE_INFINITY): void {
  const instance = show.instance(name);
  let count = 0;
  instance.onEvent = (spec, value) => {
    if (spec === from && ++count < limit) instance.publish([[to, value]]);
  };
}

describe('a feedback loop', () => {
  it('through a loopback is slowed to about 1,000 rounds per second', async () => {
    const show = await new TestEngine().apply({
      instances: ['out a', 'loop lb', 'out b'],
      wires: ['a.x > lb.x', 'lb.x > lb.x', 'lb.x > b.x'],
    });
    show.emit('a', 'x', 0.5).run();
    const atOnce = show.received('b').length;
    expect(atOnce).toBeGreaterThan(500);
    expect(atOnce).toBeLessThan(1100);
    show.advance(1000);
    expect(show.received('b').length - atOnce).toBeGreaterThan(900);
    expect(show.received('b').length - atOnce).toBeLessThan(1100);
  });

  it('is named with its wires and channels, in the stats and once in the log', async () => {
    const wires = ['a.x > lb.x', 'lb.x > q.y', 'q.y > lb.x'];
    const show = await new TestEngine().apply({ instances: ['out a', 'loop lb', 'loop q'], wires });
    show.emit('a', 'x', 0.5).run();
    expect(lastStats(show).loops).toEqual([{ wires: ['lb.x > q.y', 'q.y > lb.x'], channels: ['lb.x', 'q.y', 'lb.x'] }]);
    show.advance(300);
    expect(lastStats(show).loops).toHaveLength(1);
    expect(show.log).toEqual(['warning engine: Feedback loop: lb.x > q.y > lb.x. It is slowed to about 1,000 events per second.']);
  });

  it('through user code that ends by itself after 50 rounds completes at once', async () => {
    const show = await new TestEngine().apply({ instances: ['py p'], wires: ['p.o > p.k'] });
    answer(show, 'p', 'k', 'o', 50);
    show.instance('p').publish([['o', 0.5]]);
    show.run();
    expect(show.received('p')).toHaveLength(50);
    expect(lastStats(show).loops).toEqual([]);
  });

  it('through user code that does not end is slowed and named', async () => {
    const show = await new TestEngine().apply({ instances: ['py p', 'py q'], wires: ['p.o > q.k', 'q.o > p.k'] });
    answer(show, 'p', 'k', 'o');
    answer(show, 'q', 'k', 'o');
    show.instance('p').publish([['o', 0.5]]);
    show.run(100_000);
    const atOnce = show.received('q').length;
    show.advance(1000);
    expect(show.received('q').length - atOnce).toBeGreaterThan(900);
    expect(show.received('q').length - atOnce).toBeLessThan(1100);
    expect(lastStats(show).loops.map(({ wires }) => [...wires].sort())).toEqual([['p.o > q.k', 'q.o > p.k']]);
  });

  it('that doubles its events stays bounded, and what is left out is counted', async () => {
    const wires = ['a.x > lb.1', 'lb.1 > lb.2', 'lb.1 > lb.3', 'lb.2 > lb.1', 'lb.3 > lb.1'];
    const show = await new TestEngine().apply({ instances: ['out a', 'loop lb'], wires });
    show.emit('a', 'x', 0.5).run();
    expect(show.received('lb').length).toBeLessThan(6000);
    show.advance(100);
    expect(show.received('lb').length).toBeLessThan(8000);
    expect(show.counters('lb').coalesced).toBeGreaterThan(0);
  });

  it('keeps the newest of the values that compete for it', async () => {
    const show = await new TestEngine().apply({ instances: ['out a', 'loop lb'], wires: ['a.x > lb.x', 'lb.x > lb.x'] });
    show.emit('a', 'x', 0.1).run();
    show.emit('a', 'x', 0.9).run();
    show.advance(50);
    expect(show.received('lb').at(-1)).toBe('x=0.9');
  });

  it('ends when its wire goes', async () => {
    const show = await new TestEngine().apply({ instances: ['out a', 'loop lb'], wires: ['a.x > lb.x', 'lb.x > lb.x'] });
    show.emit('a', 'x', 0.5).run();
    await show.apply({ instances: ['out a', 'loop lb'], wires: ['a.x > lb.x'] });
    show.run();
    const count = show.received('lb').length;
    show.advance(100);
    expect(show.received('lb').length).toBe(count);
  });

  it('loses the value it holds to no edit elsewhere', async () => {
    const plan = { instances: ['out a', 'loop lb'], wires: ['a.x > lb.x', 'lb.x > lb.x'] };
    const show = await new TestEngine().apply(plan);
    show.emit('a', 'x', 0.5).run();
    const count = show.received('lb').length;
    await show.apply({ instances: ['out a', 'loop lb', 'out c'], wires: [...plan.wires, 'a.y > c.y'] });
    show.advance(3);
    expect(show.received('lb').length).toBeGreaterThan(count);
  });
});

describe('instances that feed each other without a loop', () => {
  it('are not slowed at any rate when they tell which events caused theirs', async () => {
    const show = await new TestEngine().apply({ instances: ['py p', 'py q'], wires: ['p.o > q.k', 'q.ack > p.k'] });
    const q = show.instance('q');
    q.onEvent = (_, value) => q.publish([['ack', value]], 1);
    for (let index = 0; index < 5000; index++) {
      show.instance('p').publish([['o', index / 5000]], 0);
      show.run();
    }
    expect(show.received('p')).toHaveLength(5000);
    expect(lastStats(show).loops).toEqual([]);
  });

  it('are not slowed below 1,000 events per second whatever they tell', async () => {
    const show = await new TestEngine().apply({ instances: ['py p', 'py q'], wires: ['p.o > q.k', 'q.ack > p.k'] });
    answer(show, 'q', 'k', 'ack');
    for (let index = 0; index < 5000; index++) {
      show.instance('p').publish([['o', index / 5000]]);
      show.advance(1);
    }
    expect(show.received('p')).toHaveLength(5000);
  });
});

it('never lets a cycle of loopbacks grow without bound, whatever its shape', async () => {
  const wire = fc.tuple(fc.nat(5), fc.nat(5)).map(([from, to]) => `lb.${from} > lb.${to}`);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(wire, { minLength: 1, maxLength: 15 }), async (wires) => {
      const show = await new TestEngine().apply({ instances: ['out a', 'loop lb'], wires: ['a.x > lb.0', ...wires] });
      show.loop.isNoting = false;
      show.emit('a', 'x', 0.5).run();
      // Every wire of a cycle passes the burst and then one event per millisecond; wires behind the cycle multiply that by their paths.
      const paths = (wires.length + 1) ** 2;
      const atOnce = show.counters('lb').in;
      expect(atOnce).toBeLessThanOrEqual(1300 * paths);
      show.advance(100);
      expect(show.counters('lb').in - atOnce).toBeLessThanOrEqual(400 * paths);
    }),
    { numRuns: 30 },
  );
});

/** Time that this process has computed: unlike the clock on the wall it stands still while other programs run. */
function computedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

it('keeps other routes quick beside a loop at full speed', async () => {
  const loop = new FakeBackend('loop', 'sameChannel');
  const out = new FakeBackend('out');
  loop.isNoting = false;
  const engine = new Engine({
    clock: systemClock,
    schedule: (task) => {
      setImmediate(task);
    },
    logger: silentLogger,
    backends: new Map([loop, out].map((backend) => [backend.protocol.name, backend])),
    notify: () => {},
    stdio: 'forward',
  });
  const rings = Array.from({ length: 200 }, (_, index) => [`lb.${index} > lb2.${index}`, `lb2.${index} > lb.${index}`]).flat();
  const plan = testPlan({ instances: ['out a', 'out b', 'loop lb', 'loop lb2'], wires: ['a.x > b.x', 'a.go > lb.0', ...rings] });
  engine.handle({ type: 'apply', id: 1, plan });
  await expect.poll(() => out.instances.size).toBe(2);
  for (const instance of loop.instances.values()) instance.onEvent = (spec, value) => instance.emit(spec, value);
  const source = out.instances.get('a');
  const target = out.instances.get('b');
  const ring = loop.instances.get('lb');
  if (!source || !target || !ring) throw new Error('Not every instance was made');
  for (let index = 0; index < 200; index++) ring.emit(`${index}`, 0.5);
  const latenciesMs: number[] = [];
  await new Promise<void>((resolve) => {
    target.onEvent = (_, sentMs) => {
      latenciesMs.push(computedMs() - sentMs);
      if (latenciesMs.length === 400) resolve();
    };
    const timer = systemClock.every(1, () => {
      if (latenciesMs.length >= 400) timer.dispose();
      else source.emit('x', computedMs());
    });
  });
  engine.dispose();
  const p99 = latenciesMs.sort((a, b) => a - b)[Math.floor(latenciesMs.length * 0.99)];
  expect(p99).toBeLessThan(20);
});
