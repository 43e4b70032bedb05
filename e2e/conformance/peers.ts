import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { CaseListener } from './caseFile.ts';

/** What a peer received: a datagram, a piece of a stream, or that a connection opened or closed. */
export type Received = Buffer | '<open>' | '<close>';

/** The other ends of a case: UDP and TCP listeners, TCP clients, and one socket per address family to send from. */
export class Peers {
  readonly received = new Map<string, Received[]>();
  readonly notes: string[] = [];
  private readonly listening = new Map<string, DatagramSocket>();
  private readonly senders = new Map<string, DatagramSocket>();
  private readonly servers: Server[] = [];
  private readonly accepted = new Map<string, Socket[]>();
  private readonly clients = new Map<string, Socket>();

  async listenUdp(name: string, port: number): Promise<void> {
    const socket = createSocket('udp4');
    const records = this.recordsOf(name);
    socket.on('message', (packet) => records.push(packet));
    socket.on('error', (error) => this.notes.push(`udp ${name}: ${error.message}`));
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
    this.listening.set(name, socket);
  }

  async listenTcp(name: string, port: number, listener: CaseListener): Promise<void> {
    const records = this.recordsOf(name);
    const server = createServer((socket) => {
      records.push('<open>');
      this.accepted.set(name, [...(this.accepted.get(name) ?? []), socket]);
      this.record(socket, records);
      if (listener.greet !== undefined) socket.write(listener.greet);
      if (listener.greet_hex !== undefined) socket.write(Buffer.from(listener.greet_hex, 'hex'));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.servers.push(server);
  }

  /** Sends from the listener `from` when it is given, so that the receiver can learn its address. */
  async sendUdp(packet: Buffer, host: string, port: number, from: string | undefined): Promise<void> {
    const socket = (from !== undefined && this.listening.get(from)) || this.senderTo(host);
    await new Promise<void>((resolve) => {
      socket.send(packet, port, host, (error) => {
        if (error) this.notes.push(`send failed: ${error.message}`);
        resolve();
      });
    });
  }

  async connectTcp(id: string, port: number): Promise<void> {
    const records = this.recordsOf(`tcp:${id}`);
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
    } catch (error) {
      this.notes.push(`connect failed: ${String(error)}`);
      return;
    }
    this.clients.set(id, socket);
    this.record(socket, records);
  }

  sendFromClient(id: string, bytes: Buffer): void {
    this.clients.get(id)?.write(bytes);
  }

  closeClient(id: string): void {
    this.clients.get(id)?.end().destroySoon();
  }

  sendToAccepted(name: string, bytes: Buffer): void {
    for (const socket of this.accepted.get(name) ?? []) socket.write(bytes);
  }

  closeAccepted(name: string): void {
    for (const socket of this.accepted.get(name) ?? []) socket.end().destroySoon();
  }

  dispose(): void {
    for (const socket of [...this.listening.values(), ...this.senders.values()]) socket.close();
    for (const socket of [...this.clients.values(), ...[...this.accepted.values()].flat()]) socket.destroy();
    for (const server of this.servers) server.close();
  }

  private recordsOf(name: string): Received[] {
    const records = this.received.get(name) ?? [];
    this.received.set(name, records);
    return records;
  }

  private record(socket: Socket, records: Received[]): void {
    socket.setNoDelay(true);
    socket.on('data', (bytes) => records.push(bytes));
    socket.on('error', (error) => this.notes.push(`tcp: ${error.message}`));
    socket.on('close', () => records.push('<close>'));
  }

  private senderTo(host: string): DatagramSocket {
    const type = host.includes(':') ? 'udp6' : 'udp4';
    const sender = this.senders.get(type) ?? createSocket(type);
    this.senders.set(type, sender);
    return sender;
  }
}
