import type { SocketAddress } from '../../core/contract/socketLink.ts';
import { maxDatagramBytes } from './datagramRing.ts';
import { errno, SystemCallError } from './errnos.ts';
import { anyHost, isLoopback, packedWords } from './packedAddress.ts';
import { messageFlag, PythonSocket, pollBit, type Received } from './pythonSocket.ts';
import { DatagramMemory, socketState } from './socketMemory.ts';
import { level, socketOptionName } from './socketOptions.ts';

/** Stands for the address that the socket is connected to. */
const connectedPeer = new Int32Array(packedWords);

/** A UDP socket of Python. */
export class DatagramSocket extends PythonSocket<DatagramMemory> {
  readonly kind = 'datagram';
  readonly type = 2;
  private isConnected = false;
  private isPeerHere = false;
  private readonly sender = new Int32Array(packedWords);

  protected attach(buffer: SharedArrayBuffer): DatagramMemory {
    return new DatagramMemory(buffer);
  }

  get readableBytes(): number {
    return this.handle?.memory.received.front()?.length ?? 0;
  }

  get canBeTakenOver(): boolean {
    return !this.isConnected;
  }

  connect(address: SocketAddress): void {
    const handle = this.open();
    this.client.call({ op: 'connectDatagram', id: handle.id, address });
    this.isConnected = true;
    this.isPeerHere = isLoopback(address.host);
  }

  override disconnect(): void {
    if (!this.isConnected) return;
    this.client.call({ op: 'connectDatagram', id: this.requireHandle().id, address: null });
    this.isConnected = false;
  }

  override get remoteAddress(): SocketAddress {
    if (!this.isConnected) throw new SystemCallError(errno.ENOTCONN);
    return super.remoteAddress;
  }

  /** A socket that has sent has an address, which the io worker chooses when it gets there. */
  override get localAddress(): SocketAddress {
    const { handle } = this;
    if (handle && !(handle.memory.state & socketState.bound) && !this.isLost) {
      this.client.call({ op: 'bind', id: handle.id, address: { family: this.family, host: anyHost(this.family), port: 0 } });
    }
    return super.localAddress;
  }

  receive(target: Uint8Array, at: number, length: number, flags: number): Received {
    for (;;) {
      if (this.isGone) throw new SystemCallError(errno.EBADF);
      const { memory } = this.open();
      const datagram = memory.received.front();
      if (datagram) {
        const count = Math.min(length, datagram.length);
        target.set(datagram.payload.subarray(0, count), at);
        this.sender.set(datagram.address);
        if (!(flags & messageFlag.peek)) memory.received.take();
        return { length: flags & messageFlag.truncate ? datagram.length : count, from: this.sender };
      }
      const pending = this.takeError();
      if (pending !== 0) throw new SystemCallError(pending);
      if (memory.isReadShut) return { length: 0, from: undefined };
      this.waitUntil(() => !memory.received.isEmpty || memory.error !== 0 || memory.isReadShut || this.isLost, flags);
    }
  }

  send(source: Uint8Array, at: number, length: number, flags: number, to: Int32Array | undefined): number {
    if (length > maxDatagramBytes) throw new SystemCallError(errno.EMSGSIZE);
    if (!to && !this.isConnected) throw new SystemCallError(errno.EDESTADDRREQ);
    if (to && this.isConnected) throw new SystemCallError(errno.EISCONN);
    if (to && isBroadcast(to) && this.optionValue(level.socket, socketOptionName.broadcast) !== 1) {
      throw new SystemCallError(errno.EACCES);
    }
    this.open();
    const { memory } = this.requireHandle();
    const pending = memory.takeSendError() || memory.takeError();
    if (pending !== 0) throw new SystemCallError(pending);
    while (!memory.sending.write(to ?? connectedPeer, 0, source, at, length)) {
      this.client.ringBell();
      this.waitUntil(() => memory.sending.hasRoomFor(length) || this.isLost, flags);
      this.requireHandle();
    }
    this.client.ringBell();
    if (to ? isPackedLoopback(to) : this.isPeerHere) this.client.noteSentHere();
    return length;
  }

  shutdown(how: number): void {
    const { memory } = this.requireHandle();
    if (!this.isConnected) throw new SystemCallError(errno.ENOTCONN);
    if (how === 0 || how === 2) memory.shutRead();
    if (how === 1 || how === 2) memory.endSend();
  }

  pollBits(): number {
    if (this.isGone) return pollBit.invalid;
    if (this.isLost) return pollBit.in | pollBit.error;
    const memory = this.handle?.memory;
    if (!memory) return pollBit.out;
    let bits = 0;
    if (!memory.received.isEmpty || memory.isReadShut) bits |= pollBit.in;
    if (memory.sending.hasRoomFor(maxDatagramBytes)) bits |= pollBit.out;
    if (memory.error !== 0) bits |= pollBit.error | pollBit.in;
    return bits;
  }
}

/** 127.0.0.0/8 or ::1. */
function isPackedLoopback(packed: Int32Array): boolean {
  const isIpv4 = ((packed[0] ?? 0) & 0xffff) === 4;
  if (isIpv4) return ((packed[1] ?? 0) & 0xff) === 127;
  return packed[1] === 0 && packed[2] === 0 && packed[3] === 0 && packed[4] === 1 << 24;
}

/** 255.255.255.255, which the system refuses without SO_BROADCAST. */
function isBroadcast(packed: Int32Array): boolean {
  return packed[1] === -1 && ((packed[0] ?? 0) & 0xffff) === 4;
}
