import { createServer, type Server } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
const servers: Server[] = [];
afterAll(async () => {
  await show.stop();
  for (const server of servers) server.close();
});

async function listen(answer: string | undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => answer !== undefined && socket.end(answer));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

test('asyncio.run works behind closed doors, and a TLS handshake keeps its timeout while the watchdog asks', async () => {
  const [silent, plain] = [await listen(undefined), await listen('HTTP/1.1 200 OK\r\n\r\n')];
  await show.write(
    'net.py',
    `
import asyncio, socket, ssl, time
def P(*a): print('T', *a, flush=True)
async def main():
    return await asyncio.wait_for(asyncio.sleep(0.01, 'slept'), 5)
def run(v): P(asyncio.run(main()))
def handshake(port, timeout):
    started = time.monotonic()
    try: ssl.create_default_context().wrap_socket(socket.create_connection(('127.0.0.1', port), timeout=timeout), server_hostname='localhost')
    except Exception as error: P(type(error).__name__, error, time.monotonic() - started < 5)
def silent(v): handshake(${silent}, 1)
def plain(v): handshake(${plain}, 30)
`,
  );
  const names = ['run', 'silent', 'plain'];
  const py = show.add('net', { modules: ['net'], routes: names.map((name) => ['src', `net.${name}`] as const) });
  await show.start();
  for (const name of names) py.send(`net.${name}`, 0.5);
  await show.until(() => py.lines.length + py.counters.errors === names.length);
  expect(py.lines).toEqual([
    'slept',
    'TimeoutError The handshake operation timed out True',
    expect.stringMatching(/^SSLError .*TLS handshake failed: (wrong version number|packet length too long|unexpected message).* True$/),
  ]);
}, 60_000);
