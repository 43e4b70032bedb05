import { afterEach, expect, test } from 'vitest';
import type { TestClient } from './testing/TestClient.ts';
import { TestSession } from './testing/TestSession.ts';

const show = `; my show
[loopback a]
[loopback b]

[map]
a.x > b.y
`;

const opened: TestSession[] = [];
async function open(text = show, options: Parameters<typeof TestSession.open>[1] = {}): Promise<TestSession> {
  const session = await TestSession.open({ 'show.cfg': text }, options);
  opened.push(session);
  return session;
}
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
});

test('a value that is put in arrives over the wire, and the client sees it', async () => {
  const s = await (await open()).live('a', 'b');
  expect(await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.25 })).toEqual({ isAccepted: true });
  await s.client.until('b.y in', () => s.client.valueOf('b.y', 'in') === 0.25);
  expect(await s.client.call({ method: 'inject', instance: 'a', spec: 'nosuch', value: 0.25 })).toEqual({ isAccepted: false });
});

test('a wire that is drawn takes effect at once, changes one line when saved, and can be undone and done again', async () => {
  const s = await (await open()).live('a', 'b');
  expect(await s.addWire('a.x', 'b.z')).toMatchObject({ ok: true });
  expect(s.client.view).toMatchObject({ isDirty: true, wires: [{ key: 'a.x > b.y' }, { key: 'a.x > b.z' }] });
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.75 });
  await s.client.until('b.z in', () => s.client.valueOf('b.z', 'in') === 0.75);
  expect(s.read()).toBe(show);

  expect(await s.client.call({ method: 'save' })).toMatchObject({ ok: true });
  expect(s.read()).toBe(`${show}a.x > b.z\n`);
  expect(s.client.view.isDirty).toBe(false);

  expect(s.client.last('history')?.history).toEqual({ undoTitle: 'Add wire a.x > b.z', redoTitle: null });
  expect(await s.client.call({ method: 'undo' })).toMatchObject({ ok: true });
  expect(s.client.view).toMatchObject({ isDirty: true, wires: [{ key: 'a.x > b.y' }] });
  expect(await s.client.call({ method: 'redo' })).toMatchObject({ ok: true });
  expect(s.client.view).toMatchObject({ isDirty: false, wires: [{ key: 'a.x > b.y' }, { key: 'a.x > b.z' }] });
  expect(await s.client.call({ method: 'redo' })).toEqual({ ok: false, message: 'There is nothing to redo.' });
});

test('an invalid instance is failed with its reason while the rest runs', async () => {
  const s = await (await open(`${show}[loopbak c]\n`)).live('a', 'b');
  const status = s.client.hello.statuses.find(({ instance }) => instance === 'c')?.status;
  expect(status).toMatchObject({ phase: 'failed', reason: expect.stringContaining('loopbak') });
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 1 });
  await s.client.until('b.y in', () => s.client.valueOf('b.y', 'in') === 1);
});

test('edits of two clients on the same revision both take effect', async () => {
  const s = await open();
  const other = await s.attach();
  const { revision } = s.client.view;
  const add = (client: TestClient, to: string) =>
    client.call({ method: 'edit', revision, edits: [{ kind: 'addWire', from: 'a.x', to, direction: 'forward' }] });
  const [first, second] = await Promise.all([add(s.client, 'b.1'), add(other, 'b.2')]);
  expect([first.ok, second.ok]).toEqual([true, true]);
  expect(other.view.wires.map(({ key }) => key)).toEqual(['a.x > b.y', 'a.x > b.1', 'a.x > b.2']);
  expect(s.client.view).toEqual(other.view);
});

test('two clients that edit at once without looking lose nothing', async () => {
  const s = await open();
  const other = await s.attach();
  const { revision } = s.client.view;
  const wires = Array.from({ length: 60 }, (_, index) => `b.${index}`);
  const replies = await Promise.all(
    wires.map((to, index) =>
      (index % 2 === 0 ? s.client : other).call({
        method: 'edit',
        // Each client is some revisions behind, as over a slow line.
        revision: Math.max(revision, s.client.view.revision - (index % 5)),
        edits: [{ kind: 'addWire', from: 'a.x', to, direction: 'forward' }],
      }),
    ),
  );
  expect(replies.every(({ ok }) => ok)).toBe(true);
  expect(other.view.wires.map(({ to }) => `b.${to.spec}`)).toEqual(['b.y', ...wires]);
  await s.client.call({ method: 'save' });
  expect(s.read()).toBe(show + wires.map((to) => `a.x > ${to}\n`).join(''));
  for (const _ of wires) await other.call({ method: 'undo' });
  await other.call({ method: 'save' });
  expect(s.read()).toBe(show);
});

test('an edit whose wire someone else removed is refused with a sentence, and nothing changes', async () => {
  const s = await open();
  const { revision } = s.client.view;
  await s.edit({ kind: 'removeWire', key: 'a.x > b.y' });
  const refused = await s.client.call({ method: 'edit', revision, edits: [{ kind: 'changeWire', key: 'a.x > b.y', to: 'b.z' }] });
  expect(refused).toEqual({ ok: false, message: expect.stringMatching(/\w+\.$/) });
  expect(s.client.view.wires).toEqual([]);
});

test('a text that was typed on an old revision does not overwrite what others did', async () => {
  const s = await open();
  const { revision } = s.client.view;
  await s.addWire('a.x', 'b.z');
  const refused = await s.client.call({
    method: 'edit',
    revision,
    edits: [{ kind: 'replaceText', file: 'show.cfg', text: '[loopback q]\n' }],
  });
  expect(refused).toEqual({ ok: false, message: 'Someone else changed show.cfg meanwhile. Look at how it is now and try again.' });
});

test('every apply keeps a version with its difference in words, and restoring one is one step', async () => {
  const s = await open();
  await s.addWire('a.x', 'b.z');
  await s.edit({ kind: 'removeWire', key: 'a.x > b.y' });
  const versions = await s.client.call({ method: 'versions' });
  expect(versions.map(({ title }) => title)).toEqual(['Remove wire a.x > b.y', 'Add wire a.x > b.z', 'Opened']);
  const first = versions.at(-1)?.id ?? 0;
  expect(await s.client.call({ method: 'previewVersion', version: first })).toMatchObject({ ok: true });
  expect(await s.client.call({ method: 'restoreVersion', version: first })).toMatchObject({ ok: true });
  expect(s.client.view).toMatchObject({ isDirty: false, wires: [{ key: 'a.x > b.y' }] });
  await s.client.call({ method: 'undo' });
  expect(s.client.view.wires.map(({ key }) => key)).toEqual(['a.x > b.z']);
});

test('a preview says what would change and changes nothing', async () => {
  const s = await (await open()).live('a', 'b');
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.5 });
  await s.client.until('a.x out', () => s.client.valueOf('a.x', 'out') === 0.5);
  const preview = await s.client.call({
    method: 'preview',
    revision: s.client.view.revision,
    edits: [{ kind: 'addWire', from: 'a.x', to: 'b.z', direction: 'forward' }],
  });
  expect(preview).toMatchObject({
    ok: true,
    difference: { lines: ['1 route added.', 'Added: a.x > b.z'], jumps: [{ channel: 'b.z', from: 0, to: 0.5 }] },
  });
  expect(s.client.view.wires.length).toBe(1);
});

test('garbage gets a refusal, and the connection goes on', async () => {
  const s = await open();
  for (const garbage of ['', 'null', '[]', '{"id":1}', '{"id":2,"method":"edit"}', new Uint8Array([1, 2, 3])]) s.client.link.send(garbage);
  await s.client.until('refusals', () => s.client.notices.filter(({ notice }) => notice === 'refused').length >= 4);
  expect(await s.client.call({ method: 'versions' })).toHaveLength(1);
  for (let message = 0; message < 200; message++) s.client.link.send('garbage');
  expect(s.client.link.closeReason()).toBe('Too many messages that are not understood.');
});

test('fifty clients all see the same', async () => {
  const s = await (await open()).live('a', 'b');
  const clients = await Promise.all(Array.from({ length: 50 }, () => s.attach()));
  await s.addWire('a.x', 'b.z');
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.5 });
  for (const client of clients) {
    await client.until('value', () => client.valueOf('b.z', 'in') === 0.5);
    expect(client.view.wires.length).toBe(2);
  }
});

test('a show that is only patched gets no layout file', async () => {
  const s = await open();
  await s.addWire('a.x', 'b.z');
  await s.close({ isKept: true });
  expect(() => s.read('show.layout.json')).toThrow();
});

test('nodes that were moved are written to the layout sidecar, and undo brings them back', async () => {
  const s = await open();
  await s.edit({ kind: 'placeNodes', nodes: { a: { x: 10, y: 20 } } });
  expect(s.client.view).toMatchObject({ isDirty: false, layout: { nodes: { a: { x: 10, y: 20 } } } });
  await s.client.call({ method: 'undo' });
  expect(s.client.view.layout.nodes).toEqual({});
  await s.client.call({ method: 'redo' });
  await s.close({ isKept: true });
  expect(JSON.parse(s.read('show.layout.json'))).toEqual({ nodes: { a: { x: 10, y: 20 } } });
});
