import { expect, it } from 'vitest';
import { TestEngine } from '../../engine/testing/testEngine.ts';
import { loopbackBackend } from './backend.ts';
import { loopbackProtocol } from './protocol.ts';

const started = (instances: readonly string[], wires: readonly string[]) => new TestEngine([loopbackBackend]).apply({ instances, wires });

it('lets an event that comes in leave on the same channel', async () => {
  const show = await started(
    ['out a', 'loopback lb', 'out b'],
    ['a.x > lb.some/1:2', 'lb.some/1:2 > b.h', 'a.y > lb.some', 'lb.some > b.h2'],
  );
  show.emit('a', 'x', 0.25).run().emit('a', 'y', 0.5).run();
  expect(show.received('b')).toEqual(['h=0.25', 'h2=0.5']);
});

it('lets every event pass, equal ones too', async () => {
  const show = await started(['out a', 'loopback lb', 'out b'], ['a.x > lb.x', 'lb.x > b.h']);
  for (const value of [0.1, 0.1, 0.2, 0.2, 0.1]) show.emit('a', 'x', value);
  show.run();
  expect(show.received('b')).toEqual(['h=0.1', 'h=0.1', 'h=0.2', 'h=0.2', 'h=0.1']);
});

it('has any name for a channel, the empty one too, and ignores options', () => {
  for (const spec of ['', ' ', 'a b', 'x{1}', 'ä']) expect(loopbackProtocol.parseChannel(spec, null)).toEqual({ ok: true, value: spec });
  const { problems } = loopbackProtocol.parseInstance([{ name: 'any', value: 'thing' }]);
  expect(problems).toMatchObject([{ severity: 'warning' }]);
});
