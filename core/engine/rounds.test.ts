import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestEngine } from './testing/testEngine.ts';

const started = (instances: readonly string[], wires: readonly string[]) => new TestEngine().apply({ instances, wires });

describe('an event', () => {
  it('reaches every target of its channel, in order of the map lines', async () => {
    const show = await started(['out a', 'out b'], ['a.x > b.2', 'a.x > b.1', 'a.x > b.3', 'a.y > b.4']);
    show.emit('a', 'x', 0.5).run();
    expect(show.received('b')).toEqual(['2=0.5', '1=0.5', '3=0.5']);
  });

  it('is never coalesced, equal values included', async () => {
    const show = await started(['out a', 'out b'], ['a.x > b.x']);
    for (const value of [0.1, 0.1, 0.2, 0.2, 0.1]) show.emit('a', 'x', value);
    show.run();
    expect(show.received('b')).toEqual(['x=0.1', 'x=0.1', 'x=0.2', 'x=0.2', 'x=0.1']);
  });

  it('comes back to its own channel when it is mapped to itself', async () => {
    const show = await started(['out a'], ['a.x > a.x']);
    show.emit('a', 'x', 0.5).run();
    expect(show.received('a')).toEqual(['x=0.5']);
  });

  it('that is not a number is dropped and counted', async () => {
    const show = await started(['out a', 'out b'], ['a.x > b.x']);
    show.emit('a', 'x', Number.NaN).run();
    expect(show.received('b')).toEqual([]);
    expect(show.counters('a')).toMatchObject({ dropped: 1, out: 0 });
  });

  it('on a channel without routes is counted and shown', async () => {
    const show = await started(['out a'], []);
    show.emit('a', 'free', 0.25).run();
    expect(show.counters('a')).toMatchObject({ out: 1 });
    expect(show.values('a.free').out).toEqual([0.25, 1]);
  });
});

describe('a round', () => {
  it('runs breadth first: what it causes comes after all of it', async () => {
    const show = await started(['out a', 'loop lb', 'out b'], ['a.x > lb.x', 'a.x > b.1', 'lb.x > b.2', 'a.y > b.3']);
    show.emit('a', 'x', 0.1).emit('a', 'y', 0.2).run();
    expect(show.instance('b').batches).toEqual([['1=0.1', '3=0.2'], ['2=0.1']]);
  });

  it('keeps what is emitted during it for the next one, also for instances whose turn is still to come', async () => {
    const show = await started(['loop lb', 'out b', 'out a'], ['a.x > lb.x', 'a.x > b.first', 'lb.x > b.second']);
    show.emit('a', 'x', 1).run();
    expect(show.instance('b').batches).toEqual([['first=1'], ['second=1']]);
  });

  it('calls each instance once, the one with the first event first', async () => {
    const show = await started(['out d', 'out p1', 'out p2'], ['d.a > p1.k', 'd.b > p2.k']);
    show.emit('d', 'b', 0.2).emit('d', 'a', 0.1).emit('d', 'b', 0.3).run();
    expect(show.instance('p1').batches).toEqual([['k=0.1']]);
    expect(show.instance('p2').batches).toEqual([['k=0.2', 'k=0.3']]);
  });

  it('runs a chain of loopbacks through within one turn', async () => {
    const wires = ['a.x > lb.0', ...Array.from({ length: 8 }, (_, i) => `lb.${i} > lb.${i + 1}`), 'lb.8 > b.x'];
    const show = await started(['out a', 'loop lb', 'out b'], wires);
    show.emit('a', 'x', 0.25).runOnce();
    expect(show.received('b')).toEqual(['x=0.25']);
  });

  it('takes its turn at once for single events, and gathers more while they come in bursts', async () => {
    const show = await started(['out a', 'out b'], ['a.x > b.x']);
    show.turns.length = 0;
    show.emit('a', 'x', 0.1).run();
    for (let event = 0; event < 20; event++) show.emit('a', 'x', event);
    show.run().emit('a', 'x', 0.2).run().emit('a', 'x', 0.3).run();
    expect(show.turns).toEqual(['afterCallback', 'afterCallback', 'afterBurst', 'afterCallback']);
  });

  it('goes on with the other instances when one throws, which is counted and logged once', async () => {
    const show = await started(['out a', 'py bad', 'out b'], ['a.x > bad.x', 'a.x > b.x']);
    show.py.fault = new Error('a bug');
    show.emit('a', 'x', 0.5).run().emit('a', 'x', 0.6).run();
    expect(show.received('b')).toEqual(['x=0.5', 'x=0.6']);
    expect(show.counters('bad').errors).toBe(2);
    expect(show.log.filter((line) => line.includes('a bug'))).toHaveLength(1);
  });
});

it('knows which instances routes lead to, also after a change', async () => {
  const show = await started(['py a', 'loop lb', 'py b', 'py c'], ['a.x > lb.x', 'lb.x > b.x', 'c.x > a.x']);
  const reaches = (from: string, to: string) => show.instance(from).context.reaches(to);
  expect([reaches('a', 'b'), reaches('b', 'a'), reaches('c', 'b'), reaches('a', 'a')]).toEqual([true, false, true, false]);
  await show.apply({ instances: ['py a', 'loop lb', 'py b', 'py c'], wires: ['a.x > lb.x', 'b.x > a.x', 'c.x > a.x'] });
  expect([reaches('a', 'b'), reaches('b', 'lb')]).toEqual([false, true]);
});

describe('a drained instance', () => {
  it('has what it published at once delivered as one round', async () => {
    const show = await started(['py p', 'out b'], ['p.x > b.x', 'p.y > b.y']);
    show.instance('p').publish([
      ['x', 0.1],
      ['y', 0.2],
      ['x', 0.3],
    ]);
    show.instance('p').publish([['x', 0.4]]);
    show.run();
    expect(show.instance('b').batches).toEqual([['x=0.1', 'y=0.2', 'x=0.3'], ['x=0.4']]);
  });

  it('is held back while a target can take no more, and goes on when it can', async () => {
    const show = await started(['py p', 'py q', 'py r', 'out b'], ['p.x > q.x', 'r.x > b.x']);
    show.instance('q').accepts = false;
    show.instance('p').publish([['x', 0.1]]);
    show.instance('r').publish([['x', 0.2]]);
    show.run();
    expect(show.instance('p').unfetchedRounds).toBe(1);
    expect(show.received('b')).toEqual(['x=0.2']);
    show.instance('q').accepts = true;
    show.advance(2);
    expect(show.received('q')).toEqual(['x=0.1']);
  });

  it('hears when all that came of its events has happened', async () => {
    const show = await started(['py p', 'loop lb', 'out b'], ['p.x > lb.x', 'lb.x > b.x']);
    show.instance('b').onEvent = () => expect(show.instance('p').settled).toBe(0);
    show.instance('p').publish([['x', 0.1]]);
    show.run();
    expect([show.received('b'), show.instance('p').settled]).toEqual([['x=0.1'], 1]);
  });

  it('does not spin while it is held back', async () => {
    const show = await started(['py p', 'py q'], ['p.x > q.x']);
    show.instance('q').accepts = false;
    show.instance('p').publish([['x', 0.1]]);
    show.run(10);
    expect(show.hasWork).toBe(false);
  });

  it('is not held back by instances that it does not feed', async () => {
    const show = await started(['py p', 'py q', 'out b'], ['p.x > b.x']);
    show.instance('q').accepts = false;
    show.instance('p').publish([['x', 0.1]]);
    show.run();
    expect(show.received('b')).toEqual(['x=0.1']);
  });
});

describe('the value table', () => {
  it('has separate rows for what came in and what went out', async () => {
    const show = await started(['out a', 'py p'], ['a.x > p.x']);
    show.emit('a', 'x', 0.5).run().emit('p', 'x', 0.9).run();
    expect(show.values('p.x')).toEqual({ in: [0.5, 1], out: [0.9, 1] });
    expect(show.values('a.x')).toEqual({ in: [0, 0], out: [0.5, 1] });
  });

  it('moves to larger memory when channels come, with all values', async () => {
    const show = await started(['out a', 'out b'], ['a.x > b.x']);
    show.emit('a', 'x', 0.5).run();
    for (let index = 0; index < 3000; index++) show.emit('a', `made${index}`, index / 3000);
    show.run();
    expect(show.table.capacity).toBeGreaterThan(3000);
    expect(show.values('b.x').in).toEqual([0.5, 1]);
    expect(show.values('a.made2999').out).toEqual([2999 / 3000, 1]);
  });
});

describe('inject', () => {
  it('makes an event as if the instance had put it out', async () => {
    const show = await started(['out a', 'out b'], ['a.x > b.x']);
    expect(await show.request({ type: 'inject', instance: 'a', spec: 'x', value: 0.5 })).toMatchObject({ ok: true });
    show.run();
    expect(show.received('b')).toEqual(['x=0.5']);
  });

  it.each([
    ['a', 'nosuch', 0.5],
    ['nosuch', 'x', 0.5],
    ['a', 'x', Number.NaN],
    ['a', 'x', 2],
  ])('refuses %s.%s = %s', async (instance, spec, value) => {
    const show = await started(['out a', 'out b'], ['a.x > b.x']);
    expect(await show.request({ type: 'inject', instance, spec, value })).toMatchObject({ ok: false });
  });
});

it('keeps the order of every channel and loses nothing, in any plan without cycles', async () => {
  const layers = 4;
  const wire = fc.tuple(fc.nat(layers - 2), fc.nat(3), fc.nat(3)).map(([layer, from, to]) => `l${layer}.${from} > l${layer + 1}.${to}`);
  const events = fc.array(fc.tuple(fc.nat(layers - 2), fc.nat(3)), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(wire, { maxLength: 20 }), events, fc.array(fc.nat(20)), async (wires, emissions, pauses) => {
      const names = Array.from({ length: layers }, (_, layer) => `loop l${layer}`);
      const show = await started(names, wires);
      const expected = new Map<string, number[]>();
      const sourceOf = new Map<number, string>();
      const follow = (channel: string, value: number) => {
        for (const other of wires) {
          const [from = '', to = ''] = other.split(' > ');
          if (from !== channel) continue;
          expected.set(to, [...(expected.get(to) ?? []), value]);
          follow(to, value);
        }
      };
      emissions.forEach(([layer, spec], index) => {
        const value = index / 100;
        show.emit(`l${layer}`, `${spec}`, value);
        sourceOf.set(value, `l${layer}.${spec}`);
        follow(`l${layer}.${spec}`, value);
        if (pauses.includes(index)) show.run();
      });
      show.run();
      for (const [channel, values] of expected) {
        const [instance = '', spec = ''] = channel.split('.');
        const got = show.received(instance).filter((text) => text.startsWith(`${spec}=`));
        const numbers = got.map((text) => Number(text.split('=')[1]));
        expect([...numbers].sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b));
        for (const source of new Set(sourceOf.values())) {
          const fromIt = numbers.filter((value) => sourceOf.get(value) === source);
          expect(fromIt).toEqual([...fromIt].sort((a, b) => a - b));
        }
      }
    }),
    { numRuns: 60 },
  );
});
