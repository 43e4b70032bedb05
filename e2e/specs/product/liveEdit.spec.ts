import { LinkClient } from '../../driver/linkClient.ts';
import { brokenModule, halvingModule, mainJobShow } from '../../driver/mainJobShow.ts';
import { expect, test } from '../../driver/test.ts';
import { freePort } from '../../peers/freePort.ts';

async function ports(lampPort: number) {
  return { faderPort: await freePort(), lampOwnPort: await freePort(), lampPort };
}

/** Everything between the sockets and a client's link, without a page: what every screen relies on. */
test.describe('a running show', () => {
  test('carries a fader through Python to a lamp, and its clients see the values', async ({ serveShow, osc }) => {
    const where = await ports(osc.port);
    const { served } = await serveShow(mainJobShow(where));
    const client = await LinkClient.connect(served);
    await client.until(() => liveCount(client) === 3 || undefined, 'three live instances');

    osc.send(where.faderPort, '/fader', 0.25);

    await osc.waitForValue('/lamp', 0.75);
    await client.until(() => client.frames.some((frame) => frame.values.includes(0.75)) || undefined, 'the lamp value in a frame');
    client.close();
  });

  test('takes a new wire at once and writes it as one more line', async ({ serveShow, osc }) => {
    const where = await ports(osc.port);
    const { served, folder } = await serveShow(mainJobShow(where));
    const client = await LinkClient.connect(served);
    await client.until(() => liveCount(client) === 3 || undefined, 'three live instances');
    const before = folder.read('show.cfg');

    const { hello } = await client.waitForNotice('hello');
    const reply = await client.call({
      method: 'edit',
      revision: hello.view.revision,
      edits: [{ kind: 'addWire', from: 'in./second', to: 'out./second', direction: 'forward' }],
    });
    expect(reply.ok).toBe(true);
    osc.send(where.faderPort, '/second', 0.5);
    await osc.waitForValue('/second', 0.5);
    expect(folder.read('show.cfg')).toBe(before);

    expect(await client.call({ method: 'save' })).toMatchObject({ ok: true });
    const after = folder.read('show.cfg').split('\n');
    const added = after.filter((line) => !before.split('\n').includes(line));
    expect(added).toEqual(['in./second > out./second']);
    expect(after).toHaveLength(before.split('\n').length + 1);
    client.close();
  });

  test('lets new code answer the next message, and keeps the old code when the new one is broken', async ({ serveShow, osc }) => {
    const where = await ports(osc.port);
    const { served, folder } = await serveShow(mainJobShow(where));
    const client = await LinkClient.connect(served);
    await client.until(() => liveCount(client) === 3 || undefined, 'three live instances');

    const { version } = await client.call({ method: 'readFile', path: 'handlers.py' });
    const saved = await client.call({ method: 'saveModule', path: 'handlers.py', text: halvingModule, baseVersion: version });
    if (!saved.ok) throw new Error(saved.message);
    expect(saved.outcomes).toMatchObject([{ instance: 'py', outcome: 'swapped' }]);
    osc.send(where.faderPort, '/fader', 0.5);
    await osc.waitForValue('/lamp', 0.25);

    const broken = await client.call({ method: 'saveModule', path: 'handlers.py', text: brokenModule, baseVersion: saved.version });
    expect(broken).toMatchObject({ ok: true, outcomes: [{ instance: 'py', outcome: 'kept', problem: { line: 5 } }] });
    expect(folder.read('handlers.py')).toBe(brokenModule);
    osc.send(where.faderPort, '/fader', 0.8);
    await osc.waitForValue('/lamp', 0.4);
    client.close();
  });
});

function liveCount(client: LinkClient): number {
  const live = new Set<string>();
  for (const notice of client.notices) {
    const statuses = notice.notice === 'hello' ? notice.hello.statuses : notice.notice === 'status' ? [notice] : [];
    for (const { instance, status } of statuses) {
      if (status.phase === 'live') live.add(instance);
      else live.delete(instance);
    }
  }
  return live.size;
}
