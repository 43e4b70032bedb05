import { expect, it } from 'vitest';
import { TestEngine } from './testing/testEngine.ts';

const hour = 3_600_000;

it('a machine that slept: events go on, stats come once and blame no turn for the gap', async () => {
  const show = await new TestEngine().apply({ instances: ['out a', 'out b'], wires: ['a.x > b.x'] });
  const stats = () => show.notices.flatMap((notice) => (notice.type === 'stats' ? [notice.stats] : []));
  show.emit('a', 'x', 0.25).run();
  const before = stats().length;
  show.clock.jump(hour);
  expect(stats().length).toBe(before + 1);
  expect(stats().at(-1)?.worstTurnMs).toBeLessThan(1_000);
  show.emit('a', 'x', 0.5).run();
  expect(show.received('b')).toHaveLength(2);
});

it('a feedback loop does not make up for the time that the machine slept', async () => {
  const show = await new TestEngine().apply({
    instances: ['out a', 'loop lb', 'out b'],
    wires: ['a.x > lb.x', 'lb.x > lb.x', 'lb.x > b.x'],
  });
  show.emit('a', 'x', 0.5).run();
  show.advance(1_000);
  const before = show.received('b').length;
  show.clock.jump(hour);
  show.run();
  show.advance(100);
  expect(show.received('b').length - before).toBeLessThan(1_200);
});
