import { createSocket } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('datagrams that Python does not read in time count as dropped', async () => {
  await show.write(
    'deaf.py',
    `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 0))
print('T', s.getsockname()[1], flush=True)
`,
  );
  const deaf = show.add('deaf', { modules: ['deaf'] });
  await show.start();
  await show.until(() => deaf.lines.length > 0);
  const sender = createSocket('udp4');
  const datagram = Buffer.alloc(8_192);
  // Nobody reads: whatever the queue holds, it is full at some point.
  for (let round = 0; round < 2_000 && deaf.counters.dropped === 0; round += 1) {
    for (let count = 0; count < 16; count += 1) sender.send(datagram, Number(deaf.lines[0]), '127.0.0.1');
    await setTimeout(5);
  }
  sender.close();
  expect(deaf.counters.dropped).toBeGreaterThan(0);
  expect(deaf.phase).toBe('live');
});
