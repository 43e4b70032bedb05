import { createServer as createWebServer, type RequestListener } from 'node:http';
import { createServer as createSecureWebServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { testCertificate, testKey } from './certificate.ts';

/** A real server on 127.0.0.1 and a port of the system's choice. */
export interface Peer {
  readonly port: number;
  close(): Promise<void>;
}

export function listenTcp(onConnection: (socket: Socket) => void): Promise<Peer> {
  return listen(
    createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    }),
  );
}

/** A connection's `hello world`, in two pieces, and its end. */
export function greet(socket: Socket): void {
  socket.write('hello ');
  setImmediate(() => socket.end('world'));
}

export function listenHttp(respond: RequestListener): Promise<Peer> {
  return listen(createWebServer(respond));
}

export function listenHttps(respond: RequestListener): Promise<Peer> {
  return listen(createSecureWebServer({ cert: testCertificate, key: testKey }, respond));
}

async function listen(server: Server): Promise<Peer> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
