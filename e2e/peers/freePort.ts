import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const lowest = 20_000;
/** Below the range that the system gives out for port 0, so that nobody gets one of ours by chance. */
const highest = 32_000;
const used = new Set<number>();

/** A port on 127.0.0.1 that was free for UDP and TCP a moment ago and that this process has not given out before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (used.has(port)) continue;
    used.add(port);
    if ((await isUdpFree(port)) && (await isTcpFree(port))) return port;
  }
  throw new Error(`No free port between ${lowest} and ${highest} on 127.0.0.1`);
}

function isUdpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}

function isTcpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
