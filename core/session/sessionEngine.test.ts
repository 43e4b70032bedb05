import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { runtimeFiles } from '../roots/runtimeFiles.ts';
import type { EngineLink, StartEngine } from './engine/EngineLink.ts';
import { startEngineWorker } from './engine/startEngineWorker.ts';
import { TestSession } from './testing/TestSession.ts';

const files = runtimeFiles(fileURLToPath(new URL('../../dist', import.meta.url)));

/** The real worker, with a handle to end it as a crash would. */
function killableEngine() {
  const links: EngineLink[] = [];
  const start: StartEngine = (listener) => {
    const link = startEngineWorker({ files, stdio: 'forward' })(listener);
    links.push(link);
    return link;
  };
  return { start, kill: () => links.at(-1)?.terminate(), count: () => links.length };
}

const opened: TestSession[] = [];
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
});

test('a dead engine comes back with the last patch, and says so', async () => {
  const engine = killableEngine();
  const s = await TestSession.open({ 'show.cfg': '[loopback a]\n[loopback b]\n[map]\na.x > b.y\n' }, { startEngine: engine.start });
  opened.push(s);
  await s.live('a', 'b');
  await s.addWire('a.x', 'b.z');
  await engine.kill();
  await s.client.until('running again', () => s.client.last('engine')?.state.phase === 'running' && engine.count() === 2);
  await s.live('a', 'b');
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.25 });
  await s.client.until('value in the new engine', () => s.client.valueOf('b.z', 'in') === 0.25);
  const phases = s.client.notices.flatMap((notice) => (notice.notice === 'engine' ? [notice.state.phase] : []));
  expect(phases).toContain('restarting');
  s.session.console.flush();
  await s.client.until('log', () =>
    s.client.notices.some((notice) => notice.notice === 'console' && notice.lines.some(({ text }) => text.includes('restarted'))),
  );
});

test('edits that are made while the engine is away run when it is back', async () => {
  const engine = killableEngine();
  const s = await TestSession.open({ 'show.cfg': '[loopback a]\n[loopback b]\n[map]\na.x > b.y\n' }, { startEngine: engine.start });
  opened.push(s);
  await s.live('a', 'b');
  void engine.kill();
  expect(await s.addWire('a.x', 'b.z')).toMatchObject({ ok: true });
  await s.client.until('running again', () => engine.count() === 2 && s.client.last('engine')?.state.phase === 'running');
  await s.live('a', 'b');
  await s.client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.25 });
  await s.client.until('value', () => s.client.valueOf('b.z', 'in') === 0.25);
});
