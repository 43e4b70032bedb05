import type { Socket } from 'node:net';
import type { SocketAddress, SocketOption } from '../../core/contract/socketLink.ts';
import { errnoOf } from './errnos.ts';
import type { ClientSignals } from './ioSocket.ts';
import { familyOf } from './packedAddress.ts';
import { type StreamMemory, socketState } from './socketMemory.ts';

/** Written at once: a part of the ring, so that the client fills the rest meanwhile. */
const chunkBytes = 128 * 1024;
/** How long a closed socket may go on sending what was written before. */
const lingerMs = 10_000;

/** Moves bytes between a connected (or connecting) socket and its shared memory. */
export class TcpStream {
  /** Read from the peer and not yet in the ring; the socket is paused while this exists. */
  private held: Uint8Array | undefined;
  private isWriting = false;
  private isReleased = false;

  constructor(
    readonly socket: Socket,
    private readonly memory: StreamMemory,
    private readonly signals: ClientSignals,
  ) {
    socket.on('data', this.onData).on('end', this.onEnd).on('error', this.onError).on('close', this.onClose);
  }

  didConnect(): void {
    const { socket, memory } = this;
    memory.localAddress = addressOf(socket.localAddress, socket.localFamily, socket.localPort);
    memory.remoteAddress = addressOf(socket.remoteAddress, socket.remoteFamily, socket.remotePort);
    this.mark(socketState.connected | socketState.bound);
    this.service();
  }

  fail(errno: number): void {
    this.memory.setError(errno);
    this.mark(socketState.failed | socketState.readEnded | socketState.hungUp);
  }

  /** Stops moving bytes and gives the socket away. */
  release(): Socket {
    this.isReleased = true;
    this.socket.off('data', this.onData).off('end', this.onEnd).off('error', this.onError).off('close', this.onClose);
    return this.socket;
  }

  service(): boolean {
    if (this.isReleased) return false;
    this.releaseHeld();
    this.send();
    return false;
  }

  setOption(option: SocketOption): void {
    if (option.name === 'noDelay') this.socket.setNoDelay(option.isOn);
    else if (option.name === 'keepAlive') this.socket.setKeepAlive(option.isOn, option.idleSeconds * 1000);
  }

  close(how: 'graceful' | 'reset'): Promise<void> {
    const { socket } = this;
    this.held = undefined;
    socket.off('data', this.onData);
    if (socket.destroyed) return Promise.resolve();
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    if (socket.connecting) {
      socket.destroy();
      return closed;
    }
    if (how === 'reset') {
      socket.resetAndDestroy();
      return closed;
    }
    this.memory.endSend();
    this.send();
    socket.resume();
    const limit = setTimeout(() => socket.destroy(), lingerMs);
    limit.unref();
    socket.once('close', () => clearTimeout(limit));
    // The peer may keep its half open for ever; ours is done once everything went out.
    socket.once('finish', () => socket.destroy());
    return closed;
  }

  private readonly onData = (chunk: Uint8Array): void => this.receive(chunk);
  private readonly onEnd = (): void => this.mark(socketState.readEnded);
  private readonly onError = (error: Error): void => this.fail(errnoOf(error));
  private readonly onClose = (): void => this.mark(socketState.readEnded | socketState.hungUp);

  /** Takes what was read; the chunk may be reused afterwards. */
  receive(chunk: Uint8Array): void {
    const { memory } = this;
    if (memory.isReadShut || this.isReleased) return;
    const taken = memory.received.write(chunk, 0, chunk.length);
    if (taken < chunk.length) this.hold(chunk.slice(taken));
    this.signals.didBecomeReadable(memory);
  }

  private hold(rest: Uint8Array): void {
    this.held = rest;
    this.memory.heldBytes = rest.length;
    this.socket.pause();
    // The client may have read the ring empty before it could see that bytes are held.
    if (this.memory.received.freeBytes === this.memory.received.capacity) this.releaseHeld();
  }

  private releaseHeld(): void {
    const rest = this.held;
    if (!rest) return;
    const taken = this.memory.received.write(rest, 0, rest.length);
    if (taken > 0) this.signals.didBecomeReadable(this.memory);
    if (taken < rest.length) {
      this.held = rest.subarray(taken);
      this.memory.heldBytes = rest.length - taken;
      return;
    }
    this.held = undefined;
    this.memory.heldBytes = 0;
    this.socket.resume();
  }

  /** Node writes straight from the ring; the bytes are the client's again once the system took them. */
  private send(): void {
    const { socket, memory } = this;
    if (this.isReleased || socket.connecting || this.isWriting || socket.destroyed || socket.writableEnded) return;
    const chunk = memory.sending.front(chunkBytes);
    if (chunk.length > 0) {
      this.isWriting = true;
      socket.write(chunk, (error) => {
        this.isWriting = false;
        memory.sending.take(chunk.length);
        this.signals.didChange();
        if (!error) this.send();
      });
    } else if (memory.isSendEnded) {
      socket.end();
    }
  }

  private mark(bits: number): void {
    this.memory.addState(bits);
    this.signals.didBecomeReadable(this.memory);
  }
}

export function addressOf(host: string | undefined, family: string | number | undefined, port: number | undefined): SocketAddress {
  const [address = '', scope] = (host ?? '0.0.0.0').split('%');
  return { family: familyOf(family ?? 'IPv4'), host: address, port: port ?? 0, ...(scope === undefined ? {} : { scope }) };
}
