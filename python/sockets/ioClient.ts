import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { controlWord, type IoCall, type IoMessage, type IoRequest } from '../../core/contract/socketLink.ts';
import { lookupAddresses, reverseLookup } from './dns.ts';
import { codeOf, errnoOf } from './errnos.ts';
import { type ClientSignals, IoError, type IoSocket } from './ioSocket.ts';
import { allocateSocketBuffer, DatagramMemory, type SocketMemory, StreamMemory } from './socketMemory.ts';
import { maxWaitingConnections } from './tcpServer.ts';
import { TcpSocket } from './tcpSocket.ts';
import { UdpSocket } from './udpSocket.ts';

/** The system hands over at once what stays on this machine: one turn for a connection, one for its first bytes, one for their end. */
const turnsToSettle = 3;

/** One Python worker as the io worker sees it: its real sockets by id, and the words that it waits on. */
export class IoClient implements ClientSignals {
  private readonly control: Int32Array;
  private readonly wake: Int32Array;
  private readonly sockets = new Map<number, IoSocket>();
  /** Connections by listener, the newest last; those that the client has not taken are closed with the listener. */
  private readonly accepted = new Map<number, number[]>();
  private readonly closing = new Set<Promise<void>>();
  private lastAcceptedId = 0;
  private isClosed = false;

  constructor(
    private readonly port: MessagePort,
    control: SharedArrayBuffer,
    wake: SharedArrayBuffer,
    private readonly wakeIndex: number,
  ) {
    this.control = new Int32Array(control);
    this.wake = new Int32Array(wake);
    port.on('message', (message: IoRequest | null) => (message === null ? this.serviceAll() : this.handle(message)));
    port.on('close', () => void this.close());
  }

  didChange(): void {
    Atomics.add(this.control, controlWord.generation, 1);
    Atomics.notify(this.control, controlWord.generation);
  }

  didBecomeReadable(memory: SocketMemory): void {
    this.didChange();
    if (!memory.isWatched) return;
    Atomics.add(this.wake, this.wakeIndex, 1);
    Atomics.notify(this.wake, this.wakeIndex);
  }

  countDroppedDatagram(): void {
    Atomics.add(this.control, controlWord.droppedDatagrams, 1);
  }

  /** Closes every socket; resolves when the system has let go of all addresses. */
  async close(): Promise<void> {
    if (!this.isClosed) {
      this.isClosed = true;
      for (const id of [...this.sockets.keys()]) this.closeSocket(id, 'graceful');
      this.port.close();
    }
    await Promise.all(this.closing);
  }

  private handle(request: IoRequest): void {
    if (this.isClosed) return;
    switch (request.op) {
      case 'open':
        this.open(request);
        return;
      case 'connectStream': {
        const socket = this.sockets.get(request.id);
        if (socket instanceof TcpSocket) socket.connect(request.address);
        return;
      }
      case 'close':
        this.closeSocket(request.id, request.how);
        return;
      default:
        this.answer(request.call, this.perform(request));
    }
  }

  private open(request: Extract<IoRequest, { op: 'open' }>): void {
    const socket =
      request.kind === 'stream'
        ? new TcpSocket(new StreamMemory(request.memory), this, (connection) => this.accept(request.id, connection))
        : new UdpSocket(request.family, new DatagramMemory(request.memory), this);
    for (const option of request.options) socket.setOption(option);
    this.sockets.set(request.id, socket);
  }

  private async perform(request: IoCall): Promise<unknown> {
    switch (request.op) {
      case 'lookup':
        return lookupAddresses(request.host, request.family);
      case 'reverseLookup':
        return reverseLookup(request.host);
      case 'settle':
        return this.settle();
      case 'bind':
        return this.socketOf(request.id).bind(request.address);
      case 'option':
        return this.socketOf(request.id).setOption(request.option);
      case 'listen':
        return this.streamOf(request.id).listen();
      case 'startTls':
        return this.streamOf(request.id).startTls(request.settings);
      case 'connectDatagram': {
        const socket = this.socketOf(request.id);
        if (!(socket instanceof UdpSocket)) throw new IoError('EINVAL');
        return socket.connect(request.address);
      }
    }
  }

  private answer(call: number, outcome: Promise<unknown>): void {
    outcome.then(
      (value) => this.post({ call, ok: true, value }),
      (error: unknown) => this.post({ call, ok: false, errno: errnoOf(error), code: codeOf(error), message: messageOf(error) }),
    );
  }

  private post(message: IoMessage): void {
    this.port.postMessage(message);
    this.didChange();
  }

  private accept(listenerId: number, connection: Socket): void {
    const listener = this.sockets.get(listenerId);
    if (this.isClosed || !listener) {
      connection.resetAndDestroy();
      return;
    }
    const id = --this.lastAcceptedId;
    const memory = new StreamMemory(allocateSocketBuffer('stream'));
    this.sockets.set(id, TcpSocket.connected(connection, memory, this));
    const ids = this.accepted.get(listenerId) ?? [];
    this.accepted.set(listenerId, [...ids.slice(-maxWaitingConnections), id]);
    this.port.postMessage({ accepted: id, listener: listenerId, memory: memory.buffer } satisfies IoMessage);
    listener.memory.countAccepted();
    this.didBecomeReadable(listener.memory);
  }

  private closeSocket(id: number, how: 'graceful' | 'reset'): void {
    const socket = this.sockets.get(id);
    if (!socket) return;
    this.sockets.delete(id);
    const waiting = socket.memory.waitingConnections;
    if (waiting > 0) for (const connection of this.accepted.get(id)?.slice(-waiting) ?? []) this.closeSocket(connection, 'reset');
    this.accepted.delete(id);
    const closed = socket.close(how).finally(() => this.closing.delete(closed));
    this.closing.add(closed);
  }

  private serviceAll(): void {
    let isMoreWaiting = false;
    for (const socket of this.sockets.values()) isMoreWaiting = socket.service() || isMoreWaiting;
    if (isMoreWaiting) {
      setImmediate(() => this.serviceAll());
      return;
    }
    Atomics.store(this.control, controlWord.bell, 0);
    // What was written after its socket was looked at and before the bell was ready again has rung no bell.
    for (const socket of this.sockets.values()) {
      if (socket.service() && Atomics.exchange(this.control, controlWord.bell, 1) === 0) setImmediate(() => this.serviceAll());
    }
  }

  private async settle(): Promise<void> {
    this.serviceAll();
    for (let turn = 0; turn < turnsToSettle; turn++) await nextTurn();
  }

  private socketOf(id: number): IoSocket {
    const socket = this.sockets.get(id);
    if (!socket) throw new IoError('EBADF');
    return socket;
  }

  private streamOf(id: number): TcpSocket {
    const socket = this.socketOf(id);
    if (!(socket instanceof TcpSocket)) throw new IoError('EOPNOTSUPP');
    return socket;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // OpenSSL's message has its own files and lines in it; its reason says the same in words.
  const isOpenSsl = 'code' in error && String(error.code).startsWith('ERR_SSL_') && 'reason' in error;
  return isOpenSsl ? String(error.reason) : error.message;
}
