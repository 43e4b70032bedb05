import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { LinkClient } from '../../driver/linkClient.ts';
import type { ServedShow } from '../../driver/servedShow.ts';
import { expect, test } from '../../driver/test.ts';

const show = { 'show.cfg': '[loopback a]\n[loopback b]\n[map]\na.x > b.y\n' };

/** Status with which the link is refused, or 101 when it is not. */
async function linkStatus(served: ServedShow, headers: Record<string, string>, token: string | undefined): Promise<number> {
  const socket = new WebSocket(`${served.origin.replace('http', 'ws')}/link${token === undefined ? '' : `?token=${token}`}`, { headers });
  const status = await new Promise<number>((resolve) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('open', () => resolve(101));
    socket.once('error', () => resolve(0));
  });
  socket.terminate();
  return status;
}

async function pageAnswer(
  served: ServedShow,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const url = new URL(served.origin);
  const sent = request({ host: url.hostname, port: url.port, path, headers });
  sent.end();
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body };
}

/** It still answers a client that behaves. */
async function expectAlive(served: ServedShow): Promise<void> {
  const client = await LinkClient.connect(served);
  const reply = await client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.5 });
  expect(reply.isAccepted).toBe(true);
  client.close();
}

test.describe('the browser host', () => {
  test('lets nobody in without the token, from a foreign page, or under a foreign name', async ({ serveShow }) => {
    const { served } = await serveShow(show);
    const { host } = new URL(served.origin);
    const own = { origin: served.origin };
    expect(await linkStatus(served, own, undefined)).toBe(403);
    expect(await linkStatus(served, own, '')).toBe(403);
    expect(await linkStatus(served, own, `${served.token}x`)).toBe(403);
    expect(await linkStatus(served, { origin: 'http://evil.example' }, served.token)).toBe(403);
    expect(await linkStatus(served, {}, served.token)).toBe(403);
    expect(await linkStatus(served, { ...own, host: 'evil.example' }, served.token)).toBe(403);
    expect(await linkStatus(served, { origin: 'http://evil.example', host: 'evil.example' }, served.token)).toBe(403);
    expect(await linkStatus(served, { ...own, host }, served.token)).toBe(101);

    const refused = await pageAnswer(served, '/', { host: 'evil.example' });
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('address');
    await expectAlive(served);
  });

  test('serves nothing but the page', async ({ serveShow }) => {
    const { served } = await serveShow(show);
    for (const path of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/%00',
      '/%',
      '/show.cfg',
      '//etc/passwd',
    ]) {
      const { status, body } = await pageAnswer(served, path);
      expect([400, 403, 404], `${path} gave ${status}`).toContain(status);
      expect(body).not.toContain('root:');
    }
    await expectAlive(served);
  });

  test('answers garbage on the link and goes on for everyone', async ({ serveShow }) => {
    const { served } = await serveShow(show);
    const witness = await LinkClient.connect(served);
    const garbage = [
      'no json',
      '{"id":1',
      'null',
      '[]',
      '{"id":7,"method":"nonsense"}',
      '{"id":8,"method":"inject","instance":"a","spec":"x","value":1e999}',
      '{"id":9,"method":"edit","revision":0,"edits":[]}',
      `{"id":10,"method":"readFile","path":"../../../../etc/passwd"}`,
      '{"ackFrame":-5}',
      '\u0000'.repeat(1000),
      '['.repeat(100_000),
    ];
    for (const message of garbage) {
      const client = await LinkClient.connect(served);
      client.socket.send(message);
      await client.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.5 }).catch(() => undefined);
      client.close();
    }
    const binary = await LinkClient.connect(served);
    binary.socket.send(Buffer.from([1, 2, 3, 255]));
    await binary.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.5 }).catch(() => undefined);
    binary.close();

    expect(witness.closeCode).toBeUndefined();
    expect(await witness.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.25 })).toEqual({ isAccepted: true });
    witness.close();
    expect(served.program.hasEnded()).toBe(false);
  });

  test('reads no file of the machine for a client', async ({ serveShow }) => {
    const { served } = await serveShow(show);
    const client = await LinkClient.connect(served);
    for (const path of ['/etc/passwd', '../../../../etc/passwd', 'show.cfg/../../../etc/passwd']) {
      const answer = await client.call({ method: 'readFile', path }).catch((error: unknown) => ({ text: String(error) }));
      expect(answer.text).not.toContain('root:');
      const saved = await client
        .call({ method: 'saveModule', path: path.replace('passwd', 'patchmonster-test.py'), text: 'x = 1\n', baseVersion: null })
        .catch(() => ({ ok: false }));
      expect(saved.ok).toBe(false);
    }
    client.close();
  });

  test('ends the link of a client that sends 100 MB, and only that one', async ({ serveShow }) => {
    const { served } = await serveShow(show);
    const witness = await LinkClient.connect(served);
    const client = await LinkClient.connect(served);
    client.socket.send('x'.repeat(100 * 1024 * 1024));
    await client.closed();
    expect(await witness.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.25 })).toEqual({ isAccepted: true });
    witness.close();
  });

  test('serves fifty clients at once', async ({ serveShow }) => {
    const { served } = await serveShow(show);
    const clients = await Promise.all(Array.from({ length: 50 }, () => LinkClient.connect(served)));
    await clients[0]?.call({ method: 'inject', instance: 'a', spec: 'x', value: 0.625 });
    for (const client of clients) {
      await client.until(() => client.frames.some((frame) => frame.values.includes(0.625)) || undefined, 'the value');
      client.close();
    }
    await expectAlive(served);
  });
});
