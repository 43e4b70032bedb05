import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import type { Notice } from '../../core/contract/clientLink.ts';
import { FakeSession } from '../testing/fakeSession.ts';
import { type LinkState, SessionLink } from './sessionLink.ts';

function linked(fake = new FakeSession()) {
  const clock = new ManualClock();
  const states: LinkState[] = [];
  const notices: Notice[] = [];
  const frames: number[] = [];
  const link = new SessionLink(fake.open, clock, {
    onState: (state) => states.push(state),
    onNotice: (notice) => notices.push(notice),
    onFrame: (frame) => frames.push(frame.sequence),
  });
  link.connect();
  return { fake, clock, link, states, notices, frames };
}

test('a request is answered by the reply with its id', async () => {
  const { fake, link } = linked(new FakeSession(() => ({ ok: true, value: { ok: true, revision: 7 } })));
  fake.accept();
  expect(await link.call<'undo'>({ method: 'undo' })).toEqual({ ok: true, value: { ok: true, revision: 7 } });
});

test('a refused request answers with its sentence', async () => {
  const { fake, link } = linked(new FakeSession(() => ({ ok: false, message: 'No.' })));
  fake.accept();
  expect(await link.call<'redo'>({ method: 'redo' })).toEqual({ ok: false, error: 'No.' });
});

test('a request that nobody answers ends by its timeout and leaves no timer', async () => {
  const { fake, link, clock } = linked(new FakeSession(() => undefined));
  fake.accept();
  const reply = link.call<'save'>({ method: 'save' });
  clock.advance(10_000);
  expect(await reply).toMatchObject({ ok: false, error: expect.stringContaining('No answer within 10 s') });
  expect(clock.pendingCount).toBe(0);
});

test('a lost connection answers what waits, and comes back with growing pauses', async () => {
  const { fake, link, clock, states } = linked(new FakeSession(() => undefined));
  fake.accept();
  const reply = link.call<'save'>({ method: 'save' });
  fake.cut('Gone.');
  expect(await reply).toMatchObject({ ok: false });
  expect(states.at(-1)).toEqual({ phase: 'lost', reason: 'Gone.', retryAtMs: 500 });
  clock.advance(500);
  expect(fake.connections).toBe(2);
  fake.cut('Still gone.');
  clock.advance(999);
  expect(fake.connections).toBe(2);
  clock.advance(1);
  expect(fake.connections).toBe(3);
});

test('without a connection a request fails at once', async () => {
  const { link } = linked();
  expect(await link.call<'undo'>({ method: 'undo' })).toMatchObject({ ok: false, error: expect.stringContaining('Not connected') });
});

test('frames are acknowledged after they were taken; what is no frame is dropped', () => {
  const { fake, frames } = linked();
  fake.accept();
  fake.sendFrame(1, [0, 3], [0.5, 1]);
  fake.sendFrame(2, [], []);
  expect(frames).toEqual([1, 2]);
  expect(fake.acknowledged).toEqual([1, 2]);
});

test.each(['', 'x', '{}', '[]', 'null', '{"reply":"1"}', '{"notice":5}', '{"reply":99,"ok":true,"value":1}'])(
  'garbage is ignored: %s',
  (text) => {
    const { fake, notices } = linked();
    fake.accept();
    fake.sendText(text);
    expect(notices).toEqual([]);
  },
);

test('after disposal nothing connects again', () => {
  const { fake, link, clock } = linked();
  fake.accept();
  link.dispose();
  fake.cut('Closed.');
  clock.advance(60_000);
  expect(fake.connections).toBe(1);
});
