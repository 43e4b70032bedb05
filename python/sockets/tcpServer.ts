import { createServer, type Server, type Socket } from 'node:net';
import type { SocketAddress } from '../../core/contract/socketLink.ts';
import { addressOf } from './tcpStream.ts';

/**
 * Connections that wait for `accept`, whatever number Python's `listen` names; further ones are refused. The system lets a peer that
 * finds the queue full try again, which can't be had here: the second peer of a `listen(1)` would be sent away.
 */
export const maxWaitingConnections = 128;

export interface TcpServerEvents {
  /** How many connections wait now. */
  waiting(): number;
  didConnect(socket: Socket): void;
}

/**
 * A bound address. Node can't bind without listening, so the address listens from `bind` on (that is how a busy port is known
 * at once, and which port stands for 0); connections before `listen` are refused.
 */
export class TcpServer {
  private isListening = false;

  private constructor(
    private readonly server: Server,
    readonly address: SocketAddress,
  ) {}

  static bind(address: SocketAddress, isV6Only: boolean, events: TcpServerEvents): Promise<TcpServer> {
    return new Promise((resolve, reject) => {
      let bound: TcpServer | undefined;
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        if (!bound?.isListening || events.waiting() >= maxWaitingConnections) socket.resetAndDestroy();
        else events.didConnect(socket);
      });
      server.once('error', reject);
      const host = address.scope === undefined ? address.host : `${address.host}%${address.scope}`;
      server.listen({ host, port: address.port, backlog: maxWaitingConnections, exclusive: true, ipv6Only: isV6Only }, () => {
        const local = server.address();
        if (local === null || typeof local === 'string') {
          reject(new Error('a listening socket has no address'));
          return;
        }
        // Trouble later, such as too many open files, concerns one connection only.
        server.removeListener('error', reject).on('error', () => undefined);
        bound = new TcpServer(server, addressOf(local.address, local.family, local.port));
        resolve(bound);
      });
    });
  }

  listen(): void {
    this.isListening = true;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      // `close` waits for open connections; the address is free at once all the same.
      setImmediate(resolve);
    });
  }
}
