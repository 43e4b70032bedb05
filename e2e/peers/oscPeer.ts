import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { decodeOscMessage, encodeOscMessage, type OscMessage } from './oscPacket.ts';

const defaultTimeoutMs = 10_000;

/** Another OSC program on this machine: sends, and keeps what it received in order. */
export class OscPeer {
  readonly messages: OscMessage[] = [];
  private readonly watchers = new Set<() => void>();

  private constructor(
    private readonly socket: Socket,
    readonly port: number,
  ) {
    socket.on('message', (packet) => {
      const message = decodeOscMessage(packet);
      if (!message) return;
      this.messages.push(message);
      for (const watcher of [...this.watchers]) watcher();
    });
  }

  static async open(): Promise<OscPeer> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port }: AddressInfo = socket.address();
    return new OscPeer(socket, port);
  }

  /** Sends one float. */
  send(port: number, path: string, value: number): void {
    this.socket.send(encodeOscMessage({ path, types: 'f', args: [value] }), port, '127.0.0.1');
  }

  sendPacket(port: number, packet: Uint8Array): void {
    this.socket.send(packet, port, '127.0.0.1');
  }

  /** Waits for a message that came at or after position `from` in `messages`. */
  async waitFor(matches: (message: OscMessage) => boolean, options: { from?: number; timeoutMs?: number } = {}): Promise<OscMessage> {
    let position = options.from ?? 0;
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.watchers.delete(look);
        end();
      };
      const look = () => {
        for (; position < this.messages.length; position++) {
          const message = this.messages[position];
          if (message && matches(message)) return settle(() => resolve(message));
        }
      };
      const timer = setTimeout(
        () =>
          settle(() =>
            reject(new Error(`No such OSC message within ${timeoutMs} ms; the last were ${JSON.stringify(this.messages.slice(-5))}`)),
          ),
        timeoutMs,
      );
      this.watchers.add(look);
      look();
    });
  }

  /** Waits for this path with this value, within what a float keeps. */
  waitForValue(path: string, value: number, options: { from?: number; timeoutMs?: number } = {}): Promise<OscMessage> {
    return this.waitFor((message) => message.path === path && Math.abs(Number(message.args[0]) - value) < 1e-5, options);
  }

  close(): void {
    this.socket.close();
  }
}
