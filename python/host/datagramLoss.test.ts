import { createSocket } from 'node:dgram';
import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('a flood that Python does not read is dropped, counted with the instance and told in its console', async () => {
  await show.write(
    'deaf.py',
    `
import socket
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(('127.0.0.1', 0))
print('T', receiver.getsockname()[1], flush=True)
`,
  );
  const py = show.add('deaf', { modules: ['deaf'] });
  await show.start();
  await show.until(() => py.lines.length > 0);
  const sender = createSocket('udp4');
  const packet = Buffer.alloc(8_000);
  // More than the megabyte that a socket keeps for its reader; the system may lose some as well.
  const timer = setInterval(() => {
    for (let index = 0; index < 20; index++) sender.send(packet, Number(py.lines[0]), '127.0.0.1');
  }, 5);
  await show.until(() => py.counters.dropped > 20);
  clearInterval(timer);
  sender.close();
  expect(py.stderr.match(/\[warning deaf\] Datagrams come faster than this code reads them/g)).toHaveLength(1);
}, 60_000);
