import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import { FakeSession, helloOf, viewOf } from '../testing/fakeSession.ts';
import { createWindowSession } from './windowSession.ts';

const module = { path: 'handlers.py', role: 'module', isDirty: false } as const;

function opened(fake = new FakeSession()) {
  const clock = new ManualClock();
  const session = createWindowSession({
    open: fake.open,
    clock,
    frames: { add: () => ({ dispose() {} }) },
    storage: { getItem: () => null, setItem() {} },
  });
  session.link.connect();
  fake.accept();
  fake.notify(helloOf(viewOf({ revision: 3, files: [module] }), { channels: [{ id: 0, instance: 'a', spec: 'x' }] }));
  const file = () => session.code.getState().files.get('handlers.py');
  return { fake, clock, session, file, toasts: () => session.workspace.getState().toasts.map(({ text }) => text) };
}

test('hello names the channels, and frames arrive under those names', () => {
  const { fake, session } = opened();
  fake.sendFrame(1, [1], [0.5]);
  expect(session.bus.values[session.bus.rowOf('a', 'x', 'out')]).toBe(0.5);
});

test('two quick edits go one after the other, each on the revision of the one before', async () => {
  let revision = 3;
  const { fake, session } = opened(new FakeSession(() => ({ ok: true, value: { ok: true, revision: ++revision } })));
  const edit = { kind: 'removeWire', key: 'w' } as const;
  await Promise.all([session.edits.edit([edit]), session.edits.edit([edit])]);
  expect(fake.requests.map((request) => (request.method === 'edit' ? request.revision : null))).toEqual([3, 4]);
});

test('a refused edit is said in its own words and blocks none after it', async () => {
  const fake = new FakeSession();
  const { session, toasts } = opened(fake);
  fake.answerBy(() => ({ ok: true, value: { ok: false, message: 'There is already a wire like this.' } }));
  expect(await session.edits.edit([{ kind: 'removeWire', key: 'w' }])).toBe(false);
  fake.answerBy(() => ({ ok: true, value: { ok: true, revision: 9 } }));
  expect(await session.edits.undo()).toBe(true);
  expect(toasts()).toEqual(['There is already a wire like this.']);
});

test('a view that comes late does not replace a newer one', () => {
  const { fake, session } = opened();
  fake.notify({ notice: 'view', view: viewOf({ revision: 2, title: 'old' }), viewNumber: 2 });
  expect(session.show.getState().view).toMatchObject({ revision: 3, title: 'show' });
});

test('changes of the view are taken over one after the other; after a gap the whole view is asked for, once', async () => {
  const whole = { view: viewOf({ revision: 9, title: 'whole' }), viewNumber: 9 };
  const { fake, session } = opened(new FakeSession(() => ({ ok: true, value: whole })));
  const wiresBefore = session.show.getState().view?.wires;
  const titled = (title: string) => ({ fields: { title: { value: title } }, gone: [] });
  fake.notify({ notice: 'viewChange', before: 1, viewNumber: 2, patch: titled('second') });
  expect(session.show.getState().view).toMatchObject({ revision: 3, title: 'second' });
  expect(session.show.getState().view?.wires).toBe(wiresBefore);
  fake.answerBy(() => undefined);
  fake.notify({ notice: 'viewChange', before: 3, viewNumber: 4, patch: titled('fourth') });
  fake.notify({ notice: 'viewChange', before: 4, viewNumber: 5, patch: titled('fifth') });
  expect(session.show.getState().view?.title).toBe('second');
  expect(fake.requests.map(({ method }) => method)).toEqual(['view']);
  fake.sendText(JSON.stringify({ reply: fake.requests[0]?.id, ok: true, value: whole }));
  await expect.poll(() => session.show.getState().view?.title).toBe('whole');
  fake.notify({ notice: 'viewChange', before: 9, viewNumber: 10, patch: titled('tenth') });
  expect(session.show.getState().view?.title).toBe('tenth');
});

test('channels that come later are added to those that hello named', () => {
  const { fake, session } = opened();
  const channel = (id: number) => ({ id, instance: 'a', spec: `c${id}` });
  fake.notify(helloOf(viewOf(), { channels: [channel(0), channel(1)] }));
  fake.notify({ notice: 'channels', first: 1, channels: [channel(1), channel(2)] });
  expect(session.show.getState().channelSpecs.get('a')).toEqual(['c0', 'c1', 'c2']);
  fake.notify({ notice: 'channels', first: 0, channels: [channel(0)] });
  expect(session.show.getState().channelSpecs.get('a')).toEqual(['c0']);
});

test('another contract version stops the window', () => {
  const { fake, session } = opened();
  fake.notify(helloOf(viewOf(), { contractVersion: 99 }));
  expect(session.show.getState().isOutdated).toBe(true);
});

test('problems name their file as the document does', () => {
  const { fake, session } = opened();
  const problem = { code: 'syntax', message: 'No.', file: '/shows/club/handlers.py', line: 5 };
  fake.notify({ notice: 'status', instance: 'py', status: { phase: 'live', reason: '', problems: [problem] } });
  expect(session.show.getState().statuses.get('py')?.problems[0]?.file).toBe('handlers.py');
});

test('a module is read, typed, kept as a draft, saved on its version, and clean again', async () => {
  const { fake, clock, session, file } = opened();
  fake.answerBy((request) =>
    request.method === 'readFile'
      ? { ok: true, value: { text: 'a = 1\n', version: 'v1' } }
      : { ok: true, value: { ok: true, version: 'v2', outcomes: [{ instance: 'py', outcome: 'swapped', tookMs: 12 }] } },
  );
  await session.files.open('handlers.py');
  session.files.didType('handlers.py', 'a = 2\n');
  expect(file()).toMatchObject({ load: 'ready', version: 'v1', isDirty: true });
  clock.advance(1_000);
  expect(await session.files.save('handlers.py', 'a = 2\n')).toBe(true);
  expect(file()).toMatchObject({ version: 'v2', isDirty: false, text: 'a = 2\n' });
  expect(fake.requests.map((request) => ('text' in request ? [request.method, request.text] : [request.method]))).toEqual([
    ['readFile'],
    ['keepDraft', 'a = 2\n'],
    ['saveModule', 'a = 2\n'],
    ['keepDraft', null],
  ]);
});

test('what was typed while a save was on its way is still unsaved after it', async () => {
  const { fake, session, file } = opened();
  fake.answerBy(({ method }) => {
    if (method === 'readFile') return { ok: true, value: { text: '', version: 'v1' } };
    session.files.didType('handlers.py', 'later');
    return { ok: true, value: { ok: true, version: 'v2', outcomes: [] } };
  });
  await session.files.open('handlers.py');
  await session.files.save('handlers.py', 'first');
  expect(file()?.isDirty).toBe(true);
});

test('a module that can not be written says why, and is no conflict; one with another text is', async () => {
  const { fake, session, file } = opened();
  const refusal = (more: object) => ({ ok: true, value: { ok: false, message: 'Not saved.', ...more } }) as const;
  fake.answerBy(({ method }) => (method === 'readFile' ? { ok: true, value: { text: 'one', version: 'v1' } } : refusal({})));
  await session.files.open('handlers.py');
  session.files.didType('handlers.py', 'mine');
  expect(await session.files.save('handlers.py', 'mine')).toBe(false);
  expect(file()).toMatchObject({ isDirty: true, saveFailure: 'Not saved.', conflict: null });

  fake.answerBy(() => refusal({ currentVersion: 'v2' }));
  expect(await session.files.save('handlers.py', 'mine')).toBe(false);
  expect(file()).toMatchObject({ conflict: 'Not saved.' });
  fake.answerBy(() => ({ ok: true, value: { ok: true, version: 'v3', outcomes: [] } }));
  expect(await session.files.save('handlers.py', 'mine')).toBe(true);
  expect(file()).toMatchObject({ isDirty: false, saveFailure: null, conflict: null });
});

test('a file that changed elsewhere is read again, unless something was typed: then both stay and a sentence says so', async () => {
  let text = 'one';
  const { fake, session, file } = opened();
  fake.answerBy(() => ({ ok: true, value: { text, version: text } }));
  await session.files.open('handlers.py');
  text = 'two';
  await session.files.didChangeElsewhere('handlers.py', 'two');
  expect(file()).toMatchObject({ text: 'two', conflict: null });
  session.files.didType('handlers.py', 'mine');
  await session.files.didChangeElsewhere('handlers.py', 'three');
  expect(file()).toMatchObject({ text: 'two', isDirty: true, conflict: expect.stringContaining('changed elsewhere') });
});

test('values sent by hand: one on its way, the newest waits, none between is sent', async () => {
  const { fake, session } = opened(new FakeSession(() => undefined));
  for (const value of [0.1, 0.2, 0.3]) session.inject('a', 'x', value);
  const [first] = fake.requests;
  fake.answerBy(() => ({ ok: true, value: { isAccepted: true } }));
  fake.sendText(JSON.stringify({ reply: first?.id, ok: true, value: { isAccepted: true } }));
  await expect.poll(() => fake.requests.map((request) => ('value' in request ? request.value : null))).toEqual([0.1, 0.3]);
});

test('what can not be sent while the connection is lost says so', async () => {
  const { fake, session, toasts } = opened();
  fake.cut('Gone.');
  expect(await session.edits.undo()).toBe(false);
  expect(toasts()[0]).toContain('Not connected');
});

test('toasts go by themselves', () => {
  const { clock, session, toasts } = opened();
  session.tell('info', 'Saved.');
  session.tell('error', 'No.');
  clock.advance(5_000);
  expect(toasts()).toEqual(['No.']);
  clock.advance(7_000);
  expect(toasts()).toEqual([]);
});
