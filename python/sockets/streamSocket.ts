import type { SocketAddress } from '../../core/contract/socketLink.ts';
import { errno, SystemCallError } from './errnos.ts';
import { isLoopback } from './packedAddress.ts';
import { type Handle, messageFlag, PythonSocket, pollBit, type Received } from './pythonSocket.ts';
import { StreamMemory, socketState } from './socketMemory.ts';

const { connected, failed, hungUp, readEnded } = socketState;

/**
 * On this machine a connection is made or refused before a non-blocking `connect` returns, and programs rely on it (CPython's
 * own `socketpair` does). Ours takes a moment, which is waited for.
 */
const loopbackLimitMs = 100;

/** A TCP socket of Python. */
export class StreamSocket extends PythonSocket<StreamMemory> {
  readonly kind = 'stream';
  readonly type = 1;
  private phase: 'idle' | 'listening' | 'connecting' | 'connected' = 'idle';
  /** Undefined until it was asked for. */
  private isPeerHere: boolean | undefined;

  protected attach(buffer: SharedArrayBuffer): StreamMemory {
    return new StreamMemory(buffer);
  }

  get readableBytes(): number {
    return this.handle?.memory.received.readableBytes ?? 0;
  }

  get canBeTakenOver(): boolean {
    return this.phase === 'idle' || this.phase === 'listening';
  }

  override get localAddress(): SocketAddress {
    this.awaitConnection();
    return super.localAddress;
  }

  override get remoteAddress(): SocketAddress {
    this.awaitConnection();
    return super.remoteAddress;
  }

  override get isListening(): boolean {
    return this.phase === 'listening';
  }

  override listen(): void {
    if (!this.handle) this.bind({ family: this.family, host: this.localAddress.host, port: 0 });
    const { id } = this.requireHandle();
    this.client.rememberListener(id);
    this.client.call({ op: 'listen', id });
    this.phase = 'listening';
  }

  override accept(): PythonSocket {
    if (this.isGone) throw new SystemCallError(errno.EBADF);
    if (this.phase !== 'listening') throw new SystemCallError(errno.EINVAL);
    for (;;) {
      const listener = this.requireHandle();
      const connection = this.client.takeAccepted(listener.id);
      if (connection) {
        listener.memory.countAcceptTaken();
        const accepted = new StreamSocket(this.client, this.registry);
        accepted.family = this.family;
        accepted.handle = { id: connection.id, memory: new StreamMemory(connection.memory), epoch: listener.epoch };
        accepted.phase = 'connected';
        this.registry.add(accepted);
        return accepted;
      }
      this.waitUntil(() => listener.memory.waitingConnections > 0 || this.isLost, 0);
    }
  }

  connect(address: SocketAddress): void {
    if (this.phase === 'connected' || this.phase === 'listening') throw new SystemCallError(errno.EISCONN);
    if (this.phase === 'connecting') {
      this.finishConnecting(errno.EALREADY);
      return;
    }
    const handle = this.open();
    this.client.post({ op: 'connectStream', id: handle.id, address });
    this.phase = 'connecting';
    this.isPeerHere = isLoopback(address.host);
    if (this.isPeerHere) this.client.noteSentHere();
    if (this.isNonBlocking && isLoopback(address.host)) this.client.wait(() => isSettled(handle.memory), loopbackLimitMs, false);
    if (this.isNonBlocking) throw new SystemCallError(errno.EINPROGRESS);
    this.finishConnecting(errno.EINPROGRESS);
  }

  /** Waits for the peer's answer, or throws `inBetween` when this socket does not wait. */
  private finishConnecting(inBetween: number): void {
    const { memory } = this.requireHandle();
    if (!isSettled(memory) && !this.isLost && this.isNonBlocking) throw new SystemCallError(inBetween);
    this.waitUntil(() => isSettled(memory) || this.isLost, 0);
    this.requireHandle();
    if (memory.state & connected) {
      this.phase = 'connected';
      return;
    }
    const reason = memory.takeError();
    // A failed socket may connect again, from a fresh real one.
    this.release('reset');
    this.phase = 'idle';
    throw new SystemCallError(reason === 0 ? errno.ECONNABORTED : reason);
  }

  receive(target: Uint8Array, at: number, length: number, flags: number): Received {
    const handle = this.connectedHandle();
    const isPeek = (flags & messageFlag.peek) !== 0;
    let count = 0;
    for (;;) {
      count += this.take(handle, target, at + count, length - count, isPeek);
      if (count === length || (count > 0 && (isPeek || !(flags & messageFlag.waitAll)))) break;
      if (this.hasEnded(handle.memory)) {
        if (count === 0) this.throwPendingError(handle.memory);
        break;
      }
      try {
        this.waitUntil(() => handle.memory.received.readableBytes > 0 || this.hasEnded(handle.memory) || this.isLost, flags);
      } catch (error) {
        if (count === 0) throw error;
        break;
      }
      if (this.isLost && count === 0) this.requireHandle();
    }
    return { length: count, from: undefined };
  }

  send(source: Uint8Array, at: number, length: number, flags: number): number {
    const handle = this.connectedHandle();
    const { memory } = handle;
    let count = 0;
    for (;;) {
      this.throwPendingError(memory);
      if (memory.isSendEnded || memory.state & hungUp) throw new SystemCallError(errno.EPIPE);
      const taken = memory.sending.write(source, at + count, at + length);
      count += taken;
      if (taken > 0) this.announce(handle);
      if (count === length) return count;
      try {
        this.waitUntil(() => memory.sending.freeBytes > 0 || (memory.state & (failed | hungUp)) !== 0 || this.isLost, flags);
      } catch (error) {
        if (count === 0) throw error;
        return count;
      }
      this.requireHandle();
    }
  }

  shutdown(how: number): void {
    const handle = this.connectedHandle();
    const { memory } = handle;
    if (how === 1 || how === 2) {
      memory.endSend();
      this.announce(handle);
    }
    if (how === 0 || how === 2) {
      memory.shutRead();
      memory.received.discard();
      this.client.ringBell();
    }
  }

  pollBits(): number {
    if (this.isGone) return pollBit.invalid;
    if (this.isLost) return pollBit.in | pollBit.error | pollBit.hungUp;
    const memory = this.handle?.memory;
    if (this.phase === 'listening') return memory && memory.waitingConnections > 0 ? pollBit.in : 0;
    if (!memory || (this.phase === 'idle' && !(memory.state & connected))) return pollBit.out | pollBit.hungUp;
    const { state } = memory;
    if (state & failed && !(state & connected)) return pollBit.in | pollBit.out | pollBit.error | pollBit.hungUp;
    if (!(state & connected)) return 0;
    let bits = 0;
    if (memory.received.readableBytes > 0 || state & readEnded || memory.isReadShut) bits |= pollBit.in;
    if (memory.sending.freeBytes >= memory.sending.capacity / 4 || memory.isSendEnded || state & hungUp) bits |= pollBit.out;
    if (state & hungUp) bits |= pollBit.hungUp;
    if (memory.error !== 0) bits |= pollBit.error;
    return bits;
  }

  override surrender(): Handle<StreamMemory> | undefined {
    const handle = super.surrender();
    this.surrenderedPhase = this.phase;
    this.phase = 'idle';
    return handle;
  }

  override adopt(handle: Handle<StreamMemory>): void {
    super.adopt(handle);
    this.phase = this.surrenderedPhase;
  }

  override close(): void {
    const { handle } = this;
    if (this.phase === 'listening' && handle && !this.isLost) this.client.forgetListener(handle.id);
    super.close();
    if (handle && this.phase === 'connected' && this.hasPeerHere(handle)) this.client.noteSentHere();
  }

  private surrenderedPhase: StreamSocket['phase'] = 'idle';

  /** Bytes or their end wait to be sent. */
  private announce(handle: Handle<StreamMemory>): void {
    this.client.ringBell();
    if (this.hasPeerHere(handle)) this.client.noteSentHere();
  }

  private hasPeerHere({ memory }: Handle<StreamMemory>): boolean {
    this.isPeerHere ??= isLoopback(memory.remoteAddress?.host ?? '');
    return this.isPeerHere;
  }

  private take(handle: Handle<StreamMemory>, target: Uint8Array, at: number, length: number, isPeek: boolean): number {
    const { memory } = handle;
    const count = memory.received.read(target, at, length, isPeek);
    if (memory.heldBytes > 0 && memory.received.readableBytes <= memory.received.capacity / 2) this.client.ringBell();
    return count;
  }

  /** True when nothing more will come into the ring. */
  private hasEnded(memory: StreamMemory): boolean {
    return memory.received.readableBytes === 0 && memory.heldBytes === 0 && ((memory.state & readEnded) !== 0 || memory.isReadShut);
  }

  private throwPendingError(memory: StreamMemory): void {
    const pending = memory.takeError();
    if (pending !== 0) throw new SystemCallError(pending);
  }

  /** Of a socket that was told to wait again after a non-blocking `connect`. A starved machine lets even the loopback take its time. */
  private awaitConnection(): void {
    const { handle } = this;
    if (handle && this.phase === 'connecting' && !this.isNonBlocking) this.waitUntil(() => isSettled(handle.memory) || this.isLost, 0);
  }

  /** Non-blocking connects are only seen to have succeeded here. */
  private connectedHandle(): Handle<StreamMemory> {
    const handle = this.requireHandle();
    this.awaitConnection();
    if (this.phase === 'connecting') {
      if (!(handle.memory.state & (connected | failed))) throw new SystemCallError(this.isNonBlocking ? errno.EAGAIN : errno.ENOTCONN);
      this.phase = 'connected';
    }
    if (this.phase !== 'connected') throw new SystemCallError(errno.ENOTCONN);
    return handle;
  }
}

function isSettled(memory: StreamMemory): boolean {
  return (memory.state & (connected | failed)) !== 0;
}
