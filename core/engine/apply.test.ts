import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestEngine } from './testing/testEngine.ts';
import type { ShortPlan } from './testing/testPlan.ts';

const base: ShortPlan = { instances: ['out a port=1', 'out b port=2'], wires: ['a.x > b.x'] };

describe('a new plan', () => {
  it('leaves an instance alone whose configuration did not change', async () => {
    const show = await new TestEngine().apply(base);
    const before = [show.instance('a'), show.instance('b')];
    await show.apply({ instances: ['out b port=2', 'out a port=1', 'out c'], wires: ['a.x > b.x', 'c.y > b.y'] });
    expect([show.instance('a'), show.instance('b')]).toEqual(before);
    expect(show.out.created).toBe(3);
    show.emit('a', 'x', 0.5).emit('c', 'y', 0.6).run();
    expect(show.received('b')).toEqual(['x=0.5', 'y=0.6']);
  });

  it('starts an instance anew whose options changed, and only that one', async () => {
    const show = await new TestEngine().apply(base);
    const [a, b] = [show.instance('a'), show.instance('b')];
    await show.apply({ ...base, instances: ['out a port=3', 'out b port=2'] });
    expect(a.isStopped).toBe(true);
    expect(show.instance('a')).not.toBe(a);
    expect(show.instance('b')).toBe(b);
  });

  it('takes an instance with the same configuration under another name for renamed', async () => {
    const show = await new TestEngine().apply(base);
    const a = show.instance('a');
    show.emit('a', 'x', 0.25).run();
    await show.apply({ instances: ['out desk port=1', 'out b port=2'], wires: ['desk.x > b.x'] });
    expect(a.isStopped).toBe(false);
    expect(a.context.name).toBe('desk');
    a.emit('x', 0.5);
    show.run();
    expect(show.received('b')).toEqual(['x=0.25', 'x=0.5']);
    expect(show.values('desk.x').out).toEqual([0.5, 2]);
    expect(show.values('a.x').out).toEqual([0.25, 1]);
    expect(show.statuses.slice(-2)).toEqual(['a stopped', 'desk live']);
  });

  it('can swap the names of two instances', async () => {
    const show = await new TestEngine().apply(base);
    const [a, b] = [show.instance('a'), show.instance('b')];
    show.emit('a', 'x', 0.25).emit('b', 'x', 0.75).run();
    await show.apply({ instances: ['out a port=2', 'out b port=1'], wires: ['b.x > a.x'] });
    expect([a.context.name, b.context.name]).toEqual(['b', 'a']);
    expect(show.out.created).toBe(2);
    expect([show.values('a.x').out, show.values('b.x').out]).toEqual([
      [0.75, 1],
      [0.25, 1],
    ]);
  });

  it('delivers the events that were on their way, but for channels that went', async () => {
    const show = await new TestEngine().apply({ ...base, wires: ['a.x > b.x', 'a.y > b.y'] });
    show.emit('a', 'x', 0.1).emit('a', 'y', 0.2).emit('a', 'x', 0.3);
    await show.apply(base);
    show.run();
    expect(show.received('b')).toEqual(['x=0.1', 'x=0.3']);
    expect(show.counters('b').dropped).toBe(1);
  });

  it('keeps the number of a name for good and gives no number twice', async () => {
    const show = await new TestEngine().apply(base);
    const id = show.idOf('b.x');
    await show.apply({ instances: ['out z'], wires: ['z.p > z.q'] });
    await show.apply(base);
    const announced = show.notices.flatMap((notice) => (notice.type === 'channels' ? [...notice.ids] : []));
    expect(new Set(announced).size).toBe(announced.length);
    show.emit('a', 'x', 0.5).run();
    expect(show.idOf('b.x')).toBe(id);
    expect(show.values('b.x').in).toEqual([0.5, 1]);
  });

  it('tells an instance of its channels only when they or their use changed', async () => {
    const show = await new TestEngine().apply(base);
    await show.apply(base);
    expect(show.instance('b').updates).toBe(0);
    await show.apply({ ...base, wires: ['a.x > b.x', 'b.x > a.x'] });
    expect(show.instance('b').bindings).toMatchObject([{ spec: 'x', isSource: true, isTarget: true }]);
    expect(show.instance('b').updates).toBe(1);
  });

  it('keeps the slots of channels that stay, and the slot of one that comes back', async () => {
    const show = await new TestEngine().apply({ ...base, wires: ['a.x > b.x', 'a.y > b.y'] });
    const slots = new Map(show.instance('b').slots);
    await show.apply({ ...base, wires: ['a.y > b.y'] });
    await show.apply({ ...base, wires: ['a.z > b.z', 'a.x > b.x', 'a.y > b.y'] });
    expect(show.instance('b').slots.get('x')).toBe(slots.get('x'));
    expect(show.instance('b').slots.get('y')).toBe(slots.get('y'));
    show.emit('a', 'x', 0.5).run();
    expect(show.received('b')).toEqual(['x=0.5']);
  });

  it('restarts the instances of a backend whose own options changed', async () => {
    const show = await new TestEngine().apply({ ...base, backends: ['out detect=off'] });
    await show.apply({ ...base, backends: ['out detect=on'] });
    expect([show.out.created, show.out.starts, show.out.stops]).toEqual([4, 2, 1]);
  });

  it('stops a backend with its last instance', async () => {
    const show = await new TestEngine().apply({ instances: ['out a', 'loop lb'] });
    await show.apply({ instances: ['loop lb'] });
    await expect.poll(() => show.out.stops).toBe(1);
    expect(show.loop.stops).toBe(0);
  });

  it('waits for the old instance to close before the new one of its backend starts, and for nothing else', async () => {
    const show = await new TestEngine().apply({ instances: ['py p v=1', 'out a', 'out b'], wires: ['a.x > b.x', 'a.x > p.x'] });
    let close: (() => void) | undefined;
    show.py.stopping = () => new Promise((resolve) => (close = resolve));
    const applied = show.apply({ instances: ['py p v=2', 'out a', 'out b'], wires: ['a.x > b.x', 'a.x > p.x'] });
    show.emit('a', 'x', 0.5).run();
    expect(show.received('b')).toEqual(['x=0.5']);
    expect(show.py.created).toBe(1);
    close?.();
    await applied;
    show.run();
    expect(show.py.created).toBe(2);
    expect(show.received('p')).toEqual(['x=0.5']);
  });

  it('goes on without an old instance that never closes', async () => {
    const show = await new TestEngine().apply({ instances: ['py p v=1'] });
    show.py.stopping = () => new Promise(() => {});
    const applied = show.apply({ instances: ['py p v=2'] });
    await Promise.resolve();
    show.clock.advance(3000);
    await applied;
    expect(show.py.created).toBe(2);
  });

  it('that replaces one whose instances are still closing starts each instance once', async () => {
    const show = await new TestEngine().apply({ instances: ['py p v=1'] });
    let close: (() => void) | undefined;
    show.py.stopping = () => new Promise((resolve) => (close = resolve));
    const second = show.apply({ instances: ['py p v=2'] });
    const third = show.apply({ instances: ['py p v=2', 'py q'] });
    expect(show.py.created).toBe(1);
    close?.();
    await Promise.all([second, third]);
    expect(show.py.created).toBe(3);
  });
});

describe('an instance', () => {
  it('that can’t be made is failed with the reason, and the others run', async () => {
    const show = await new TestEngine().apply({ instances: ['out bad throws=1', 'out a', 'out b'], wires: ['a.x > b.x', 'a.x > bad.x'] });
    show.emit('a', 'x', 0.5).run();
    expect(show.received('b')).toEqual(['x=0.5']);
    expect(show.statuses).toContain('bad failed');
    expect(show.counters('bad').dropped).toBe(1);
  });

  it('with refused options or of an unknown backend is failed', async () => {
    const show = await new TestEngine().apply({ instances: ['out bad broken=1', 'midi keys'] });
    expect(show.statuses).toEqual(['bad starting', 'keys starting', 'bad failed', 'keys failed']);
  });

  it('with a channel that can’t be used runs without it', async () => {
    const show = await new TestEngine().apply({ instances: ['out a', 'out b'], wires: ['a.x > b.unusable', 'a.x > b.y'] });
    show.emit('a', 'x', 0.5).run();
    expect(show.received('b')).toEqual(['y=0.5']);
    expect(show.log.join()).toContain('unusable');
  });

  it('publishes its state when it changes, not when it repeats itself', async () => {
    const show = await new TestEngine().apply({ instances: ['out a'] });
    const { context } = show.instance('a');
    context.setStatus('waiting', 'no network');
    context.setStatus('waiting', 'no network');
    context.setStatus('live', '');
    expect(show.statuses).toEqual(['a starting', 'a live', 'a waiting', 'a live']);
  });

  it('that is gone is not heard any more', async () => {
    const show = await new TestEngine().apply(base);
    const old = show.instance('a');
    await show.apply({ ...base, instances: ['out a port=9', 'out b port=2'] });
    old.emit('x', 0.5);
    old.context.setStatus('waiting', 'late');
    old.publish([['x', 0.6]]);
    show.run();
    expect(show.received('b')).toEqual([]);
    expect(show.statuses.at(-1)).toBe('a live');
  });

  it('gets the newest value of each of its targets again when it asks, without new counts', async () => {
    const show = await new TestEngine().apply({ ...base, wires: ['a.x > b.x', 'a.y > b.y', 'a.z > b.z'] });
    show.emit('a', 'x', 0.1).emit('a', 'y', 0.2).emit('a', 'x', 0.3).run();
    show.instance('b').context.requestResend();
    show.run();
    expect(show.instance('b').batches).toEqual([
      ['x=0.1', 'y=0.2', 'x=0.3'],
      ['x=0.3', 'y=0.2'],
    ]);
    expect(show.values('b.x').in).toEqual([0.3, 2]);
  });

  it('makes channels that the map does not name, which keep their slot when the map names them', async () => {
    const show = await new TestEngine().apply(base);
    const slot = show.instance('a').context.createChannel('free');
    await show.apply({ ...base, wires: ['a.x > b.x', 'a.free > b.free'] });
    expect(show.instance('a').slots.get('free')).toBe(slot);
    show.instance('a').context.emit(slot, 0.5);
    show.run();
    expect(show.received('b')).toEqual(['free=0.5']);
  });
});

describe('stop', () => {
  it('stops the instances one after the other in the order of the plan, then answers', async () => {
    const show = await new TestEngine().apply({ instances: ['py p', 'out a', 'py q'] });
    expect(await show.request({ type: 'stop', budgetMs: 3000 })).toMatchObject({ ok: true });
    expect(show.py.stopOrder).toEqual(['p', 'q']);
    expect([show.py.willStops, show.py.stops, show.out.stops]).toEqual([1, 1, 1]);
    expect(show.clock.pendingCount).toBe(0);
  });

  it('does not wait longer than it may', async () => {
    const show = await new TestEngine().apply({ instances: ['py p', 'out a'] });
    show.py.stopping = () => new Promise(() => {});
    const stopped = show.request({ type: 'stop', budgetMs: 100 });
    await Promise.resolve();
    show.clock.advance(100);
    expect(await stopped).toMatchObject({ ok: true });
    expect(show.out.stopOrder).toEqual(['a']);
  });

  it('ends all routing at once', async () => {
    const show = await new TestEngine().apply(base);
    show.emit('a', 'x', 0.5);
    await show.request({ type: 'stop', budgetMs: 100 });
    show.run();
    expect(show.received('b')).toEqual([]);
  });
});

describe('resume', () => {
  it('gives plain outputs the values from before the restart, and user code only its table rows', async () => {
    const show = new TestEngine();
    const plain = { instances: ['out a', 'loop lb', 'py p'], wires: ['a.in > a.x', 'a.in > p.x', 'a.in > lb.x', 'lb.x > a.y'] };
    await show.apply(plain);
    Object.defineProperty(show.instance('a'), 'drain', { value: undefined });
    Object.defineProperty(show.instance('lb'), 'drain', { value: undefined });
    await show.request({ type: 'resume', instances: ['a', 'p', 'lb'], specs: ['x', 'x', 'x'], values: Float64Array.of(0.5, 0.6, 0.7) });
    show.run();
    expect(show.received('a')).toEqual(['x=0.5']);
    expect(show.received('p')).toEqual([]);
    expect(show.received('lb')).toEqual([]);
    expect(show.values('p.x').in).toEqual([0.6, 1]);
  });
});

it('answers a file change with what its instances did', async () => {
  const show = await new TestEngine().apply({ instances: ['py p', 'out a'] });
  const reply = await show.request({ type: 'fileChanged', path: '/show/m.py' });
  expect(reply).toMatchObject({ ok: true, value: [{ instance: 'a' }, { instance: 'p', outcome: 'swapped' }].reverse() });
});

it('loses and reorders nothing on an untouched route while 200 random plans replace each other', async () => {
  const extra = fc.record({
    instances: fc.uniqueArray(fc.constantFrom('out c', 'out d port=1', 'out d port=2', 'loop lb', 'py p'), {
      selector: (text) => text.split(' ')[1],
      maxLength: 4,
    }),
    wires: fc.uniqueArray(
      fc.constantFrom('c.a > d.b', 'd.b > c.a', 'lb.x > lb.y', 'lb.y > lb.x', 'p.o > p.i', 'src.x > c.a', 'src.x > lb.x', 'c.q > dst.q'),
      { maxLength: 6 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(extra, fc.nat(5), fc.boolean()), { minLength: 200, maxLength: 200 }), async (edits) => {
      const show = new TestEngine();
      const sent: string[] = [];
      const send = (count: number) => {
        for (let index = 0; index < count; index++) {
          const value = sent.length / 10_000;
          sent.push(`x=${value}`);
          show.emit('src', 'x', value);
        }
      };
      await show.apply({ instances: ['out src', 'out dst'], wires: ['src.x > dst.x'] });
      for (const [{ instances, wires }, count, mayRun] of edits) {
        const names = ['src', 'dst', ...instances.map((text) => text.split(' ')[1])];
        const valid = wires.filter((wire) => wire.split(' > ').every((end) => names.includes(end.split('.')[0] ?? '')));
        send(count);
        await show.apply({ instances: [...instances, 'out src', 'out dst'], wires: [...valid, 'src.x > dst.x'] });
        if (mayRun) show.run(3);
      }
      show.advance(5);
      expect(show.received('dst').filter((text) => text.startsWith('x='))).toEqual(sent);
    }),
    { numRuns: 5 },
  );
});

it('routes after any plans as an engine that never ran another plan than the last', async () => {
  const specs = ['x', 'y', 'z', 'unusable'];
  const end = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...specs)).map((parts) => parts.join('.'));
  const wire = fc.tuple(end, end).map((ends) => ends.join(' > '));
  const plan = fc
    .record({
      instances: fc.uniqueArray(fc.constantFrom('out a port=1', 'out b port=2', 'out b port=3', 'out c port=4'), {
        selector: (text) => text.split(' ')[1],
      }),
      wires: fc.uniqueArray(wire, { maxLength: 8 }),
    })
    .map(({ instances, wires }) => {
      const names = instances.map((text) => text.split(' ')[1]);
      return { instances, wires: wires.filter((text) => text.split(' > ').every((one) => names.includes(one.split('.')[0]))) };
    });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 8 }), async (plans) => {
      const last = plans.at(-1) ?? { instances: [], wires: [] };
      const edited = new TestEngine();
      for (const each of plans) await edited.apply(each);
      const fresh = await new TestEngine().apply(last);
      const names = last.instances.flatMap((text) => text.split(' ')[1] ?? []);
      const heard = (show: TestEngine) => {
        names.forEach((name, index) => {
          for (const [at, spec] of specs.entries()) {
            const instance = show.instance(name);
            const isSource = instance.bindings.some((binding) => binding.spec === spec && binding.isSource);
            if (isSource) instance.emit(spec, (index * specs.length + at) / 100);
          }
        });
        show.run();
        return names.map((name) => [
          show.instance(name).received,
          show.instance(name).bindings.map(({ spec, isSource, isTarget }) => [spec, isSource, isTarget]),
        ]);
      };
      expect(heard(edited)).toEqual(heard(fresh));
    }),
    { numRuns: 300 },
  );
});
