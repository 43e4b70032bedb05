import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock } from '../../base/manualClock.ts';
import type { ClientPort } from '../../session/clients/ClientPort.ts';
import { fuzzAsync, fuzzTimeoutMs } from '../../testing/fuzz.ts';
import { pingPeriodMs, startWebHost, type WebHost } from './webHost.ts';

const token = 'correct-horse-battery';
let folder = '';
let host: WebHost;
let attached: ClientPort[] = [];
let logged: string[] = [];
let clock = new ManualClock();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchmonster-test-'));
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'page', 'app-0123abcd.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  attached = [];
  logged = [];
  clock = new ManualClock();
  const started = await startWebHost({
    clock,
    rendererFolder: join(folder, 'page'),
    host: '127.0.0.1',
    port: 0,
    token,
    hostNames: [],
    attach: (port) => void attached.push(port),
    log: (message) => void logged.push(message),
  });
  if (!started.ok) throw new Error(started.error);
  host = started.value;
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: host.port, path, headers: { host: `127.0.0.1:${host.port}`, ...headers } },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** Resolves with what became of the connection. */
function open(path = `/link?token=${token}`, origin = `http://127.0.0.1:${host.port}`, options = {}): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { origin, ...options });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('error', () => {});
  });
}

test('the page comes with a strict policy, and only with the token', async () => {
  const page = await get(`/?token=${token}`);
  expect(page).toMatchObject({ status: 200, body: expect.stringContaining('page') });
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  expect(await get('/')).toMatchObject({ status: 403, body: expect.stringContaining('token is missing') });
  expect(await get('/?token=wrong')).toMatchObject({ status: 403 });
  expect(await get('/app-0123abcd.js')).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } });
});

test('foreign hosts and sites get a sentence and nothing else', async () => {
  expect(await get(`/?token=${token}`, { host: 'evil.example' })).toMatchObject({
    status: 403,
    body: expect.stringContaining('not allowed'),
  });
  expect(await get('/app-0123abcd.js', { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
  expect(await open(`/link?token=${token}`, 'https://evil.example')).toBe(403);
  expect(await open('/link')).toBe(403);
  expect(await open('/link?token=wrong')).toBe(403);
  expect(await open(`/other?token=${token}`)).toBe(403);
  expect(attached).toEqual([]);
});

const longName = `/${'a'.repeat(5000)}`;
test.each([
  longName,
  '/app-0123abcd.js/x',
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%00',
  '/%',
  '//',
  '/page/../../secret.txt',
  '/nosuch.js',
])('%s leads to nothing', async (path) => {
  const answer = await get(path);
  expect([400, 403, 404]).toContain(answer.status);
  expect(answer.body).not.toContain('secret');
});

test('messages travel both ways', async () => {
  const socket = await open();
  if (typeof socket === 'number') throw new Error('refused');
  const heard = new Promise((resolve) => attached[0]?.onMessage(resolve));
  socket.send('hello');
  expect(await heard).toBe('hello');
  const answered = new Promise((resolve) => socket.on('message', (data, isBinary) => resolve([String(data), isBinary])));
  attached[0]?.send('answer');
  expect(await answered).toEqual(['answer', false]);
  socket.close();
});

test('a message of 100 MB ends that connection and no other', async () => {
  const [greedy, calm] = [await open(), await open()];
  if (typeof greedy === 'number' || typeof calm === 'number') throw new Error('refused');
  const closed = new Promise((resolve) => greedy.on('close', resolve));
  greedy.send('x'.repeat(100 * 1024 * 1024));
  expect(await closed).toBe(1009);
  expect(logged).toEqual([expect.stringContaining('cut off')]);
  const answered = new Promise((resolve) => calm.on('message', (data) => resolve(String(data))));
  attached[1]?.send('still here');
  expect(await answered).toBe('still here');
  calm.close();
});

test('a browser that answers no ping until the next one is cut off, and no other', async () => {
  const [mute, calm] = [await open(undefined, undefined, { autoPong: false }), await open()];
  if (typeof mute === 'number' || typeof calm === 'number') throw new Error('refused');
  const closed = new Promise((resolve) => mute.on('close', resolve));
  const pinged = new Promise((resolve) => calm.on('ping', resolve));
  clock.advance(pingPeriodMs);
  await pinged;
  // What it says after its answer comes after its answer.
  const heard = new Promise((resolve) => attached[1]?.onMessage(resolve));
  calm.send('here');
  expect(await heard).toBe('here');
  clock.advance(pingPeriodMs);
  await closed;
  expect(calm.readyState).toBe(WebSocket.OPEN);
  calm.close();
});

test('garbage instead of a request is dropped', async () => {
  const socket = connect(host.port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => {});
  socket.write('\0\x01\x02 not http\r\n\r\n');
  await closed;
  expect(await get(`/?token=${token}`)).toMatchObject({ status: 200 });
});

/** Writes bytes as they are and resolves with what came back when the connection is closed. */
function raw(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(host.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.end(bytes);
  });
}

const pathPiece = fc.oneof(
  fc.constantFrom('/', '..', '%2e', '%00', '%', '%ff', '?', '#', '//', ':', 'link', `token=${token}`, 'secret.txt', 'index.html', '\\'),
  fc.constantFrom('a'.repeat(300), 'b/'.repeat(1000), 'x'.repeat(20_000)),
  fc.string({ unit: 'binary-ascii', maxLength: 8 }),
);
const headerLine = fc.oneof(
  fc.constantFrom('Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: x', 'Host: a', 'Host:'),
  fc.constantFrom(
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Origin: null',
    'Content-Length: 99999999999',
    'Transfer-Encoding: chunked',
  ),
  fc.constantFrom(`X: ${'y'.repeat(30_000)}`, 'Expect: 100-continue', 'Origin: http://evil.example'),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
);
const requests = fc
  .record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS', 'CONNECT', 'TRACE', 'G\0T'),
    path: fc.array(pathPiece, { maxLength: 6 }),
    isOurs: fc.boolean(),
    headers: fc.array(headerLine, { maxLength: 6 }),
    body: fc.uint8Array({ maxLength: 40 }),
  })
  .map(({ method, path, isOurs, headers, body }) => {
    const ours = isOurs ? [`Host: 127.0.0.1:${host.port}`, `Origin: http://127.0.0.1:${host.port}`] : [];
    const head = [`${method} /${path.join('')} HTTP/1.1`, ...ours, ...headers, '', ''].join('\r\n');
    return Buffer.concat([Buffer.from(head, 'latin1'), body]);
  });

test(
  'whatever is asked, nothing but pages comes back and the next one is answered',
  async () => {
    await fuzzAsync(
      fc.asyncProperty(fc.oneof(requests, fc.uint8Array({ maxLength: 200 })), async (bytes) => {
        expect(await raw(bytes)).not.toMatch(/secret\b(?!\.txt)/);
      }),
    );
    expect(await get(`/?token=${token}`)).toMatchObject({ status: 200 });
    for (const port of attached) port.close('done');
  },
  fuzzTimeoutMs,
);

test('a port that is in use is said in a sentence', async () => {
  const second = await startWebHost({
    clock,
    rendererFolder: folder,
    host: '127.0.0.1',
    port: host.port,
    token,
    hostNames: [],
    attach() {},
    log() {},
  });
  expect(second).toEqual({ ok: false, error: expect.stringMatching(/^Port \d+ is in use by another program/) });
});
