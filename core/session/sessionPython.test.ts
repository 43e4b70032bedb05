import { afterEach, expect, test } from 'vitest';
import { TestSession } from './testing/TestSession.ts';

const files = {
  'show.cfg': '[python py]\nmodule = invert.py\n[loopback in]\n[loopback out]\n[map]\nin.x > py.invert.f\npy.y > out.z\n',
  'invert.py': 'import midimonster\n\ndef f(value):\n    midimonster.output("y", 1 - value)\n',
};
const doubled = files['invert.py'].replace('1 - value', 'value / 2');

const opened: TestSession[] = [];
async function open(options: Parameters<typeof TestSession.open>[1] = {}): Promise<TestSession> {
  const session = await TestSession.open(files, options);
  opened.push(session);
  return session;
}
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
});

async function expectOut(s: TestSession, value: number, expected: number): Promise<void> {
  await s.client.call({ method: 'inject', instance: 'in', spec: 'x', value });
  await s.client.until(`out.z = ${expected}`, () => s.client.valueOf('out.z', 'in') === expected);
}

test('a module that is saved runs at once, can be undone, and is never overwritten unseen', async () => {
  const s = await (await open()).live('py');
  await expectOut(s, 0.25, 0.75);
  const { text, version } = await s.client.call({ method: 'readFile', path: 'invert.py' });
  expect(text).toBe(files['invert.py']);

  const saved = await s.client.call({ method: 'saveModule', path: 'invert.py', text: doubled, baseVersion: version });
  expect(saved).toMatchObject({ ok: true, outcomes: [{ instance: 'py', outcome: 'swapped' }] });
  await expectOut(s, 0.5, 0.25);

  const stale = await s.client.call({ method: 'saveModule', path: 'invert.py', text: 'lost = 1', baseVersion: version });
  expect(stale).toMatchObject({ ok: false, message: expect.stringContaining('changed by someone else') });
  expect(s.read('invert.py')).toBe(doubled);

  expect(s.client.last('history')?.history.undoTitle).toBe('Save invert.py');
  expect(await s.client.call({ method: 'undo' })).toMatchObject({ ok: true });
  expect(s.read('invert.py')).toBe(files['invert.py']);
  expect(s.client.last('fileChanged')).toMatchObject({ path: 'invert.py', version });
  await expectOut(s, 0.25, 0.75);
});

test('a broken module is saved, the old version goes on, and the instance says so', async () => {
  const s = await (await open()).live('py');
  const { version } = await s.client.call({ method: 'readFile', path: 'invert.py' });
  const saved = await s.client.call({ method: 'saveModule', path: 'invert.py', text: 'def f(value:\n', baseVersion: version });
  expect(saved).toMatchObject({ ok: true, outcomes: [{ outcome: 'kept', problem: { line: 1 } }] });
  expect(s.read('invert.py')).toBe('def f(value:\n');
  await s.client.until('the problem is shown', () => (s.client.last('status')?.status.problems.length ?? 0) > 0);
  await expectOut(s, 0.25, 0.75);
});

test('a version that keeps raising is offered for roll-back, and the one before comes back from the history', async () => {
  const s = await (await open()).live('py');
  const { version } = await s.client.call({ method: 'readFile', path: 'invert.py' });
  const text = files['invert.py'].replace('1 - value', '1 / 0');
  expect(await s.client.call({ method: 'saveModule', path: 'invert.py', text, baseVersion: version })).toMatchObject({ ok: true });
  const problemsOf = () =>
    s.client.notices
      .flatMap((notice) => (notice.notice === 'status' && notice.instance === 'py' ? [notice.status.problems.map(({ code }) => code)] : []))
      .at(-1) ?? [];
  for (let count = 1; count <= 5; count++) await s.client.call({ method: 'inject', instance: 'in', spec: 'x', value: count / 8 });
  await s.client.until('the offer', () => problemsOf().includes('python-rollback-offered'));

  const before = (await s.client.call({ method: 'versions' }))[1];
  expect(await s.client.call({ method: 'restoreVersion', version: before?.id ?? 0 })).toMatchObject({ ok: true });
  expect(s.read('invert.py')).toBe(files['invert.py']);
  await s.client.until('nothing is wrong any more', () => problemsOf().length === 0);
  await expectOut(s, 0.25, 0.75);
});

test('a module that another editor saves is taken over too', async () => {
  const s = await (await open()).live('py');
  await expectOut(s, 0.25, 0.75);
  s.write('invert.py', doubled);
  await s.client.until('fileChanged', () => s.client.last('fileChanged') !== undefined);
  await s.client.until('taken over', () => {
    s.client.link.send(JSON.stringify({ id: 900_000, method: 'inject', instance: 'in', spec: 'x', value: 0.5 }));
    return s.client.valueOf('out.z', 'in') === 0.25;
  });
});

test('a file that a module imports is taken over when another editor saves it; one that comes later is noticed', async () => {
  const s = await TestSession.open({
    ...files,
    'invert.py': 'import midimonster\nfrom lib import steps\n\ndef f(value):\n    midimonster.output("y", steps.turned(value))\n',
    'lib/__init__.py': '',
    'lib/steps.py': 'try:\n    from turning import turned\nexcept ImportError:\n    def turned(value): return 1 - value\n',
  });
  opened.push(s);
  await s.live('py');
  await expectOut(s, 0.25, 0.75);
  s.write('turning.py', 'def turned(value): return value / 2\n');
  await s.client.until('turning.py seen', () => s.client.last('fileChanged')?.path === 'turning.py');
  s.write('lib/steps.py', 'from turning import turned\n');
  await s.client.until('taken over', () => {
    s.client.link.send(JSON.stringify({ id: 900_000, method: 'inject', instance: 'in', spec: 'x', value: 0.5 }));
    return s.client.valueOf('out.z', 'in') === 0.25;
  });
  s.write('turning.py', 'def turned(value): return value / 4\n');
  await s.client.until('taken over through two files', () => {
    s.client.link.send(JSON.stringify({ id: 900_001, method: 'inject', instance: 'in', spec: 'x', value: 0.5 }));
    return s.client.valueOf('out.z', 'in') === 0.125;
  });
});

test('Python of a show that is new here waits for the person, once', async () => {
  const s = await open({ trust: 'ask' });
  expect(s.client.hello.trust).toEqual({ isTrusted: false, modules: ['invert.py'] });
  expect(s.client.hello.statuses.find(({ instance }) => instance === 'py')?.status).toMatchObject({
    phase: 'waiting',
    reason: expect.stringContaining('allow'),
  });
  await s.live('in', 'out');
  expect(await s.client.call({ method: 'trust' })).toEqual({ isTrusted: true });
  await s.live('py');
  await expectOut(s, 0.25, 0.75);
  await s.close({ isKept: true });

  const again = await TestSession.openIn(s.folder, { trust: 'ask' });
  opened.push(again);
  expect(again.client.hello.trust.isTrusted).toBe(true);
});

test('text that is being typed survives as a draft', async () => {
  const s = await open();
  await s.client.call({ method: 'keepDraft', path: 'invert.py', text: 'half a th' });
  await s.session.journalSettled();
  const next = await TestSession.openIn(s.folder);
  expect(next.client.hello.recovery).toMatchObject({ files: [], drafts: [{ path: 'invert.py', text: 'half a th' }] });
  await next.close({ isKept: true });
});

test('renaming a channel shows where the modules name it, and renames there and in the map as one step', async () => {
  const s = await (await open()).live('py');
  const renaming = { instance: 'py', spec: 'y', newSpec: 'dark' };
  expect(await s.client.call({ method: 'previewRename', ...renaming })).toEqual({
    modules: [
      {
        path: 'invert.py',
        otherInstances: [],
        lines: [{ line: 4, before: '    midimonster.output("y", 1 - value)', after: '    midimonster.output("dark", 1 - value)' }],
      },
    ],
  });
  expect(s.read('invert.py')).toBe(files['invert.py']);

  const { revision } = s.client.view;
  expect(await s.client.call({ method: 'renameChannel', revision, ...renaming, modules: ['invert.py'] })).toMatchObject({ ok: true });
  expect(s.read('invert.py')).toContain('output("dark", 1 - value)');
  expect(s.client.view.wires.map(({ key }) => key)).toEqual(['in.x > py.invert.f', 'py.dark > out.z']);

  expect(await s.client.call({ method: 'undo' })).toMatchObject({ ok: true });
  expect(s.read('invert.py')).toBe(files['invert.py']);
  expect(s.client.view.wires.map(({ key }) => key)).toEqual(['in.x > py.invert.f', 'py.y > out.z']);
  await expectOut(s, 0.25, 0.75);
});

test('a rename is refused whole when a module is being typed or does not name the channel', async () => {
  const s = await open();
  const renaming = { method: 'renameChannel', instance: 'py', spec: 'y', newSpec: 'dark' } as const;
  const { revision } = s.client.view;
  expect(await s.client.call({ ...renaming, revision, modules: ['other.py'] })).toMatchObject({ ok: false });
  await s.client.call({ method: 'keepDraft', path: 'invert.py', text: 'half a th' });
  const refused = await s.client.call({ ...renaming, revision, modules: ['invert.py'] });
  expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('save the module first') });
  expect(s.client.view.revision).toBe(revision);
  expect(s.read('invert.py')).toBe(files['invert.py']);
});

test('the channels of a range are renamed one by one; ranges of different lengths are left to the person', async () => {
  const s = await open();
  s.write('invert.py', 'from midimonster import output\noutput("a1", 0)\noutput("a3", 0)\n');
  await s.client.until('seen', () => s.client.last('fileChanged') !== undefined);
  const renaming = { method: 'previewRename', instance: 'py', spec: 'a{1..2}' } as const;
  const { modules } = await s.client.call({ ...renaming, newSpec: 'b{7..8}' });
  expect(modules.flatMap(({ lines }) => lines.map(({ after }) => after))).toEqual(['output("b7", 0)']);
  expect(await s.client.call({ ...renaming, newSpec: 'b{1..3}' })).toEqual({ modules: [] });
});
