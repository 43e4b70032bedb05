import { realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fail } from '../base/result.ts';
import type { FileSystem } from './files/FileSystem.ts';
import { nodeFileSystem } from './files/nodeFileSystem.ts';
import { FaultyFileSystem } from './testing/faultyFileSystem.ts';
import { TestSession } from './testing/TestSession.ts';

const show = '[loopback a]\n[loopback b]\n[map]\na.x > b.y\n';

const opened: TestSession[] = [];
function remember(session: TestSession): TestSession {
  opened.push(session);
  return session;
}
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
});

test('a file that another program changed is taken over when nothing is unsaved, and undo brings the old text back', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show }));
  s.write('show.cfg', `${show}a.x > b.z\n`);
  await s.client.until('two wires', () => s.client.view.wires.length === 2);
  expect(s.client.view.isDirty).toBe(false);
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.5 });
  await s.client.until('b.z in', () => s.client.valueOf('b.z', 'in') === 0.5);
  await s.client.call({ method: 'undo' });
  expect(s.client.view).toMatchObject({ isDirty: true, wires: [{ key: 'a.x > b.y' }] });
});

test('a change by another program beside unsaved work is offered, never overwritten', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show }));
  await s.addWire('a.x', 'b.mine');
  s.write('show.cfg', `${show}a.x > b.theirs\n`);
  await s.client.until('offer', () => s.client.last('externalChanges')?.changes.length === 1);
  expect(s.client.last('externalChanges')?.changes[0]).toMatchObject({ path: 'show.cfg', kind: 'changed' });
  expect(await s.client.call({ method: 'save' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('changed by another program'),
  });
  expect(s.read()).toContain('theirs');
  expect(await s.client.call({ method: 'previewExternalChange', path: 'show.cfg' })).toMatchObject({
    ok: true,
    difference: { lines: ['1 route added, 1 route removed.', 'Added: a.x > b.theirs', 'Removed: a.x > b.mine'] },
  });

  const firstVersion = s.client.last('externalChanges')?.changes[0]?.version;
  s.write('show.cfg', `${show}a.x > b.theirs\na.x > b.more\n`);
  await s.client.until('newer offer', () => s.client.last('externalChanges')?.changes[0]?.version !== firstVersion);
  expect(await s.client.call({ method: 'previewExternalChange', path: 'show.cfg' })).toMatchObject({
    difference: { lines: expect.arrayContaining(['Added: a.x > b.more']) },
  });

  await s.client.call({ method: 'resolveExternalChange', path: 'show.cfg', choice: 'mine' });
  expect(await s.client.call({ method: 'save' })).toMatchObject({ ok: true });
  expect(s.read()).toBe(`${show}a.x > b.mine\n`);
  expect(await s.client.call({ method: 'previewExternalChange', path: 'show.cfg' })).toMatchObject({ ok: false });
});

test('choosing the disk drops the unsaved work, in one step that can be undone', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show }));
  await s.addWire('a.x', 'b.mine');
  s.write('show.cfg', `${show}a.x > b.theirs\n`);
  await s.client.until('offer', () => s.client.last('externalChanges')?.changes.length === 1);
  expect(await s.client.call({ method: 'resolveExternalChange', path: 'show.cfg', choice: 'disk' })).toMatchObject({ ok: true });
  expect(s.client.view).toMatchObject({ isDirty: false, wires: [{ key: 'a.x > b.y' }, { key: 'a.x > b.theirs' }] });
  expect(s.client.last('externalChanges')?.changes).toEqual([]);
  await s.client.call({ method: 'undo' });
  expect(s.client.view.wires.map(({ key }) => key)).toEqual(['a.x > b.y', 'a.x > b.mine']);
});

test('run settings that another program changes count at once; what is no setting is said', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show }));
  const said = () => s.client.notices.flatMap((notice) => (notice.notice === 'console' ? notice.lines.map(({ text }) => text) : []));
  const settingsProblems = () => s.client.view.problems.filter(({ code }) => code === 'settings-invalid');
  s.write('show.patchmonster.json', '{ "handlerBudgetMs": 500, "colour": 1 }');
  await s.client.until('taken over', () => said().some((text) => text.includes('changed on disk and count now')));
  expect(said().join(' ')).toContain('500');
  await s.client.until('the problem', () => settingsProblems().length === 1);
  expect(s.client.view.isDirty).toBe(false);
  rmSync(join(s.folder, 'show.patchmonster.json'));
  await s.client.until('the defaults are back', () => settingsProblems().length === 0);
});

test('a sidecar that is there and can not be read is said, whatever it is', async () => {
  const files = { 'show.cfg': show, 'show.patchmonster.json/x': '', 'show.layout.json/x': '' };
  const s = remember(await TestSession.open(files));
  expect(s.client.view.problems.map(({ message }) => message)).toEqual([
    '"show.layout.json" is a folder, not a file. All nodes are laid out anew.',
    '"show.patchmonster.json" is a folder, not a file. The default settings are used.',
  ]);
  expect(await s.edit({ kind: 'placeNodes', nodes: { a: { x: 1, y: 2 } } })).toMatchObject({ ok: true });
  expect(await s.client.call({ method: 'save' })).toMatchObject({ ok: true });
});

test('a file that is deleted while open is said, runs on, and saving writes it again', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show }));
  rmSync(join(s.folder, 'show.cfg'));
  await s.client.until('offer', () => s.client.last('externalChanges')?.changes[0]?.kind === 'deleted');
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.5 });
  await s.client.until('b.y in', () => s.client.valueOf('b.y', 'in') === 0.5);
  expect(await s.client.call({ method: 'save' })).toMatchObject({ ok: true });
  expect(s.read()).toBe(show);
  expect(s.client.last('externalChanges')?.changes).toEqual([]);
});

test('a file that was deleted and comes back is taken over when nothing was edited meanwhile', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show }));
  const openQuestions = () => s.client.last('externalChanges')?.changes.map(({ kind }) => kind) ?? [];
  rmSync(join(s.folder, 'show.cfg'));
  await s.client.until('offer', () => openQuestions()[0] === 'deleted');
  s.write('show.cfg', `${show}a.x > b.z\n`);
  await s.client.until('two wires', () => s.client.view.wires.length === 2);
  expect(s.client.view.isDirty).toBe(false);
  expect(openQuestions()).toEqual([]);

  rmSync(join(s.folder, 'show.cfg'));
  await s.client.until('offer', () => openQuestions()[0] === 'deleted');
  await s.addWire('a.x', 'b.mine');
  s.write('show.cfg', show);
  await s.client.until('a question', () => openQuestions()[0] === 'changed');
  expect(s.client.view.wires.map(({ key }) => key)).toContain('a.x > b.mine');
});

test('unsaved work of a session that was killed is offered at the next start, and restored in one step', async () => {
  const folder = TestSession.folderWith({ 'show.cfg': show });
  const killed = await TestSession.openIn(folder);
  await killed.addWire('a.x', 'b.z');
  // Nothing that happens to the process later can take back what is on disk now.
  await killed.session.journalSettled();

  const next = remember(await TestSession.openIn(folder));
  expect(next.client.hello.recovery).toMatchObject({ files: ['show.cfg'], drafts: [] });
  expect(next.client.view.isDirty).toBe(false);
  // Working on does not lose the offer.
  await next.addWire('a.x', 'b.other');
  await next.client.call({ method: 'undo' });
  expect(await next.client.call({ method: 'recover', choice: 'restore' })).toMatchObject({ ok: true });
  expect(next.client.view).toMatchObject({ isDirty: true, wires: [{ key: 'a.x > b.y' }, { key: 'a.x > b.z' }] });
  expect(next.client.last('recovery')?.offer).toBeNull();
  await killed.close({ isKept: true });
});

test('work that was saved or thrown away is not offered again', async () => {
  const folder = TestSession.folderWith({ 'show.cfg': show });
  const first = await TestSession.openIn(folder);
  await first.addWire('a.x', 'b.z');
  await first.client.call({ method: 'save' });
  await first.close({ isKept: true });
  const second = await TestSession.openIn(folder);
  expect(second.client.hello.recovery).toBeNull();
  await second.addWire('a.x', 'b.other');
  second.session.forgetUnsavedWork();
  await second.close({ isKept: true });
  const third = remember(await TestSession.openIn(folder));
  expect(third.client.hello.recovery).toBeNull();
  expect(third.read()).not.toContain('b.other');
});

test('the same show opened twice says so and only the first can save', async () => {
  const folder = TestSession.folderWith({ 'show.cfg': show });
  const first = remember(await TestSession.openIn(folder));
  const stateFolder = join(folder, '.state');
  const other = await TestSession.openIn(folder, { stateFolder, pid: process.ppid });
  expect(other.client.view.readOnlyReason).toContain(`process ${process.pid}`);
  await other.addWire('a.x', 'b.z');
  expect(await other.client.call({ method: 'save' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('open in another window'),
  });
  await first.session.dispose();
  expect(await other.client.call({ method: 'save' })).toMatchObject({ ok: true });
  await other.close({ isKept: true });
});

test('a lock of a process that is gone counts for nothing', async () => {
  const folder = TestSession.folderWith({ 'show.cfg': show });
  const gone = await TestSession.openIn(folder, { pid: 0x3ffffffe });
  const next = remember(await TestSession.openIn(folder));
  expect(next.client.view.readOnlyReason).toBeUndefined();
  await gone.close({ isKept: true });
});

test('a full disk leaves the old text on disk and the new one open', async () => {
  const files = new FaultyFileSystem(Number.POSITIVE_INFINITY, 'ENOSPC');
  const s = remember(await TestSession.open({ 'show.cfg': show }, { fileSystem: files }));
  await s.addWire('a.x', 'b.z');
  await s.session.journalSettled();
  files.failFrom = 0;
  const saved = await s.client.call({ method: 'save' });
  expect(saved).toEqual({
    ok: false,
    message: '"show.cfg" was not saved, nothing of it is lost. The disk is full, "show.cfg" can\'t be written.',
  });
  expect(s.read()).toBe(show);
  expect(s.client.view.isDirty).toBe(true);
  files.failFrom = Number.POSITIVE_INFINITY;
  expect(await s.client.call({ method: 'save' })).toMatchObject({ ok: true });
});

test('a read-only folder is said before anyone tries to save', async () => {
  const readOnly: FileSystem = { ...nodeFileSystem, canWrite: () => false, create: async () => fail({ code: 'EACCES', message: 'no' }) };
  const s = remember(await TestSession.open({ 'show.cfg': show }, { fileSystem: readOnly }));
  expect(s.client.view.readOnlyReason).toMatch(/^The folder ".+" is read-only\./);
  expect(await s.addWire('a.x', 'b.z')).toMatchObject({ ok: true });
  expect(await s.client.call({ method: 'save' })).toMatchObject({ ok: false });
});

test('save as writes the whole show elsewhere and overwrites no other file', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': `[include parts/more.cfg]\n${show}`, 'parts/more.cfg': '; more\n' }));
  await s.addWire('a.x', 'b.z');
  const target = join(s.folder, 'elsewhere', 'copy.cfg');
  expect(await s.session.saveAs(target)).toEqual({ ok: true, value: undefined });
  expect(s.read('elsewhere/copy.cfg')).toContain('b.z');
  expect(s.read('elsewhere/parts/more.cfg')).toBe('; more\n');
  s.write('elsewhere/parts/more.cfg', 'something else');
  expect(await s.session.saveAs(target)).toMatchObject({ ok: false, error: expect.stringContaining('is another file') });
});

test('save as takes the places of the nodes and the run settings along', async () => {
  const settings = '{ "handlerBudgetMs": 500 }';
  const s = remember(await TestSession.open({ 'show.cfg': show, 'show.patchmonster.json': settings }));
  await s.edit({ kind: 'placeNodes', nodes: { a: { x: 7, y: 8 } } });
  expect(await s.session.saveAs(join(s.folder, 'elsewhere', 'copy.cfg'))).toMatchObject({ ok: true });
  expect(JSON.parse(s.read('elsewhere/copy.layout.json'))).toEqual({ nodes: { a: { x: 7, y: 8 } } });
  expect(s.read('elsewhere/copy.patchmonster.json')).toBe(settings);
  // Beside another show that is not replaced, its sidecars stay.
  s.write('elsewhere/other.layout.json', '{"nodes":{}}');
  expect(await s.session.saveAs(join(s.folder, 'elsewhere', 'other.cfg'))).toMatchObject({ ok: false });
});

test('no file outside of the show can be read or written by a client', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show, 'helper.py': 'X = 1\n', 'secret.txt': 'secret' }));
  const away = realpathSync(tmpdir());
  symlinkSync(away, join(s.folder, 'link'));
  const links = ['link/new.py', 'link/new/deep.py'];
  for (const path of ['/etc/passwd', '../../etc/passwd', 'secret.txt', 'a\0.py', '/etc/x.py', '../x.py', ...links]) {
    expect(await s.client.call({ method: 'readFile', path })).toMatchObject({ text: '', unreadableReason: expect.any(String) });
    expect(await s.client.call({ method: 'saveModule', path, text: 'x', baseVersion: null })).toMatchObject({ ok: false });
  }
  expect(await s.client.call({ method: 'readFile', path: 'helper.py' })).toMatchObject({ text: 'X = 1\n' });
});

test('a client exports what is open, unsaved changes too, after a look at what would be written', async () => {
  const s = remember(await TestSession.open({ 'show.cfg': show }));
  await s.addWire('a.x', 'b.z');
  const wish = { method: 'export', target: 'patchmonster', folder: join(s.folder, 'bundle'), mayOverwrite: false } as const;
  const preview = await s.client.call({ ...wish, isPreview: true });
  expect(preview).toMatchObject({ ok: true, files: expect.arrayContaining([join(s.folder, 'bundle/show.cfg')]) });
  expect(() => s.read('bundle/show.cfg')).toThrow();
  expect(await s.client.call({ ...wish, isPreview: false })).toMatchObject({ ok: true });
  expect(s.read('bundle/show.cfg')).toBe(`${show}a.x > b.z\n`);
  expect(await s.client.call({ ...wish, isPreview: false })).toMatchObject({ ok: false, needsOverwrite: true });
  symlinkSync(s.folder, join(s.folder, 'link'));
  symlinkSync(join(s.folder, 'show.cfg'), join(s.folder, 'link.zip'));
  for (const own of ['.', 'link', 'link.zip']) {
    const replacing = { ...wish, folder: join(s.folder, own), mayOverwrite: true, isPreview: false };
    expect(await s.client.call(replacing)).toMatchObject({ ok: false, message: expect.stringContaining('is a file of the show itself') });
  }
  expect(s.read()).toBe(show);
});
