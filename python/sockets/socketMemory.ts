import type { SocketAddress, SocketKind } from '../../core/contract/socketLink.ts';
import { DatagramRing } from './datagramRing.ts';
import { packAddress, unpackAddress } from './packedAddress.ts';
import { StreamRing } from './streamRing.ts';

/** Bits of `word.state`, which only the io worker writes. */
export const socketState = {
  /** A stream has a peer. */
  connected: 1,
  /** The peer will send no more. */
  readEnded: 2,
  /** Connecting failed, or the connection broke. */
  failed: 4,
  /** Nothing goes in either direction any more. */
  hungUp: 8,
  /** The local address is known. */
  bound: 16,
} as const;

/** Each word has one writer, except the two error words, which the client takes by exchanging them for 0. */
const word = {
  state: 0,
  error: 1,
  sendError: 2,
  receiveWrite: 3,
  sendRead: 4,
  acceptedCount: 5,
  heldBytes: 6,
  localAddress: 8,
  remoteAddress: 14,
  // Written by the client, on another cache line.
  receiveRead: 32,
  sendWrite: 33,
  acceptTaken: 34,
  isWatched: 35,
  isSendEnded: 36,
  isReadShut: 37,
} as const;

const headerBytes = 256;

/** Bytes of the two rings: large enough to keep both threads busy between two wakes, small enough for hundreds of sockets. */
const ringBytes = {
  stream: { receive: 1024 * 1024, send: 512 * 1024 },
  datagram: { receive: 1024 * 1024, send: 512 * 1024 },
} as const;

/** What a socket of Python shares with the real one in the io worker: state, addresses and the data in both directions. */
export abstract class SocketMemory {
  protected readonly words: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer, 0, headerBytes / 4);
  }

  get state(): number {
    return Atomics.load(this.words, word.state);
  }

  /** Io worker only. */
  addState(bits: number): void {
    Atomics.store(this.words, word.state, this.state | bits);
  }

  get error(): number {
    return Atomics.load(this.words, word.error);
  }

  takeError(): number {
    return Atomics.exchange(this.words, word.error, 0);
  }

  /** Io worker only. */
  setError(errno: number): void {
    Atomics.store(this.words, word.error, errno);
  }

  takeSendError(): number {
    return Atomics.exchange(this.words, word.sendError, 0);
  }

  /** Io worker only. */
  setSendError(errno: number): void {
    Atomics.store(this.words, word.sendError, errno);
  }

  get localAddress(): SocketAddress | undefined {
    return unpackAddress(this.words, word.localAddress);
  }

  set localAddress(address: SocketAddress) {
    packAddress(address, this.words, word.localAddress);
  }

  get remoteAddress(): SocketAddress | undefined {
    return unpackAddress(this.words, word.remoteAddress);
  }

  set remoteAddress(address: SocketAddress) {
    packAddress(address, this.words, word.remoteAddress);
  }

  /** Connections that wait at a listener. */
  get waitingConnections(): number {
    return (Atomics.load(this.words, word.acceptedCount) - Atomics.load(this.words, word.acceptTaken)) | 0;
  }

  /** Io worker only. */
  countAccepted(): void {
    Atomics.add(this.words, word.acceptedCount, 1);
  }

  /** Client only. */
  countAcceptTaken(): void {
    Atomics.add(this.words, word.acceptTaken, 1);
  }

  /** Bytes that the io worker keeps because the ring is full; the client rings the bell after it read. */
  get heldBytes(): number {
    return Atomics.load(this.words, word.heldBytes);
  }

  set heldBytes(count: number) {
    Atomics.store(this.words, word.heldBytes, count);
  }

  /** Whether the Python worker wants to be woken when something can be read. */
  get isWatched(): boolean {
    return Atomics.load(this.words, word.isWatched) !== 0;
  }

  set isWatched(isWatched: boolean) {
    Atomics.store(this.words, word.isWatched, isWatched ? 1 : 0);
  }

  /** The client will send no more; what lies in the send ring still goes out. */
  get isSendEnded(): boolean {
    return Atomics.load(this.words, word.isSendEnded) !== 0;
  }

  endSend(): void {
    Atomics.store(this.words, word.isSendEnded, 1);
  }

  get isReadShut(): boolean {
    return Atomics.load(this.words, word.isReadShut) !== 0;
  }

  shutRead(): void {
    Atomics.store(this.words, word.isReadShut, 1);
  }

  protected region(start: number, length: number): Uint8Array {
    return new Uint8Array(this.buffer, headerBytes + start, length);
  }
}

export class StreamMemory extends SocketMemory {
  readonly kind = 'stream';
  readonly received: StreamRing;
  readonly sending: StreamRing;

  constructor(buffer: SharedArrayBuffer) {
    super(buffer);
    const sizes = ringBytes.stream;
    this.received = new StreamRing(this.region(0, sizes.receive), this.words, word.receiveWrite, word.receiveRead);
    this.sending = new StreamRing(this.region(sizes.receive, sizes.send), this.words, word.sendWrite, word.sendRead);
  }
}

export class DatagramMemory extends SocketMemory {
  readonly kind = 'datagram';
  readonly received: DatagramRing;
  readonly sending: DatagramRing;

  constructor(buffer: SharedArrayBuffer) {
    super(buffer);
    const sizes = ringBytes.datagram;
    this.received = new DatagramRing(this.region(0, sizes.receive), this.words, word.receiveWrite, word.receiveRead);
    this.sending = new DatagramRing(this.region(sizes.receive, sizes.send), this.words, word.sendWrite, word.sendRead);
  }
}

export function allocateSocketBuffer(kind: SocketKind): SharedArrayBuffer {
  return new SharedArrayBuffer(headerBytes + ringBytes[kind].receive + ringBytes[kind].send);
}
