import type { IpFamily, SocketAddress, SocketKind, SocketOption } from '../../core/contract/socketLink.ts';
import { errno, SystemCallError } from './errnos.ts';
import { anyHost } from './packedAddress.ts';
import type { SocketClient } from './socketClient.ts';
import { allocateSocketBuffer, type SocketMemory } from './socketMemory.ts';
import { level, socketOptionName } from './socketOptions.ts';
import type { SocketRegistry } from './socketRegistry.ts';

/** Bits of `poll`. */
export const pollBit = { in: 0x41, out: 4, error: 8, hungUp: 16, invalid: 32 } as const;

/** Flags of `recv` and `send`. */
export const messageFlag = { peek: 2, truncate: 0x20, dontWait: 0x40, waitAll: 0x100 } as const;

/** The real socket in the io worker, as this side knows it. */
export interface Handle<M extends SocketMemory> {
  readonly id: number;
  readonly memory: M;
  readonly epoch: number;
}

let lastId = 0;

/**
 * A socket as the interpreter's system calls see it. The real one in the io worker is made at the first call that needs it; a
 * socket whose real one was taken away (retired, or lost with the io worker) stays behind its descriptor and answers with errors.
 */
export abstract class PythonSocket<M extends SocketMemory = SocketMemory> {
  abstract readonly kind: SocketKind;
  /** SOCK_STREAM or SOCK_DGRAM. */
  abstract readonly type: number;
  isNonBlocking = false;
  family: IpFamily = 4;
  /** Descriptors that lead here. */
  references = 1;
  /** The host that `bind` asked for and the port that it got, by which a newer version of a module finds it again. */
  boundAs: SocketAddress | undefined;
  protected handle: Handle<M> | undefined;
  private isRetired = false;
  private readonly options = new Map<string, SocketOption>();
  /** Values for `getsockopt`, by `level:name`. */
  private readonly optionValues = new Map<string, number>();
  private isWatchWanted = false;

  constructor(
    protected readonly client: SocketClient,
    protected readonly registry: SocketRegistry,
  ) {}

  /** It has no peer: whoever else binds its address may have it. */
  abstract readonly canBeTakenOver: boolean;
  abstract connect(address: SocketAddress): void;
  abstract pollBits(): number;
  /** `FIONREAD`. */
  abstract readonly readableBytes: number;
  abstract receive(target: Uint8Array, at: number, length: number, flags: number): Received;
  /** `to` is a packed address, only for datagrams. */
  abstract send(source: Uint8Array, at: number, length: number, flags: number, to: Int32Array | undefined): number;
  abstract shutdown(how: number): void;
  protected abstract attach(buffer: SharedArrayBuffer): M;

  bind(address: SocketAddress): void {
    if (this.handle) throw new SystemCallError(errno.EINVAL);
    if (this.registry.takeOver(this, address)) return;
    const handle = this.open();
    try {
      this.client.call({ op: 'bind', id: handle.id, address });
    } catch (error) {
      this.release('reset');
      throw error;
    }
    this.boundAs = { ...address, port: this.localAddress.port };
  }

  /** `connect` with AF_UNSPEC. */
  disconnect(): void {
    throw new SystemCallError(errno.EAFNOSUPPORT);
  }

  listen(): void {
    throw new SystemCallError(errno.EOPNOTSUPP);
  }

  accept(): PythonSocket {
    throw new SystemCallError(errno.EOPNOTSUPP);
  }

  get localAddress(): SocketAddress {
    return this.handle?.memory.localAddress ?? { family: this.family, host: anyHost(this.family), port: 0 };
  }

  get remoteAddress(): SocketAddress {
    const address = this.handle?.memory.remoteAddress;
    if (!address) throw new SystemCallError(errno.ENOTCONN);
    return address;
  }

  get isListening(): boolean {
    return false;
  }

  /** `SO_ERROR`. */
  takeError(): number {
    if (this.isLost) return errno.ECONNRESET;
    return this.handle?.memory.takeError() ?? 0;
  }

  setOption(option: SocketOption): void {
    this.options.set(optionKey(option), option);
    if (this.handle) this.client.call({ op: 'option', id: this.handle.id, option });
  }

  /** What was set before; undefined for an option that was not. */
  optionValue(level: number, name: number): number | undefined {
    return this.optionValues.get(`${level}:${name}`);
  }

  rememberOption(level: number, name: number, value: number): void {
    this.optionValues.set(`${level}:${name}`, value);
  }

  get isWatched(): boolean {
    return this.isWatchWanted;
  }

  set isWatched(isWatched: boolean) {
    this.isWatchWanted = isWatched;
    if (this.handle) this.handle.memory.isWatched = isWatched;
  }

  /** The id of the real socket, for calls that this class does not know. */
  get ioId(): number {
    return this.requireHandle().id;
  }

  close(): void {
    this.release(this.optionValue(level.socket, socketOptionName.linger) === 0 ? 'reset' : 'graceful');
    this.registry.remove(this);
  }

  /** Closes the real socket; the descriptor stays until Python closes it. */
  retire(): void {
    this.close();
    this.isRetired = true;
  }

  /** Gives the real socket away; this one is as good as closed until it gets it back. */
  surrender(): Handle<M> | undefined {
    const { handle } = this;
    this.handle = undefined;
    this.isRetired = true;
    return handle;
  }

  adopt(handle: Handle<M>): void {
    this.handle = handle;
    this.isRetired = false;
    handle.memory.isWatched = this.isWatchWanted;
    for (const option of this.options.values()) {
      // What the old version has set already, such as a joined group, is refused a second time.
      if (option.name !== 'reuseAddress' && option.name !== 'joinGroup') this.client.call({ op: 'option', id: handle.id, option });
    }
  }

  protected get isLost(): boolean {
    return this.handle !== undefined && this.handle.epoch !== this.client.epoch;
  }

  protected open(): Handle<M> {
    if (this.isRetired) throw new SystemCallError(errno.EBADF);
    if (this.handle) return this.requireHandle();
    const id = ++lastId;
    const memory = this.attach(allocateSocketBuffer(this.kind));
    memory.isWatched = this.isWatchWanted;
    this.client.post({ op: 'open', id, kind: this.kind, family: this.family, memory: memory.buffer, options: [...this.options.values()] });
    this.handle = { id, memory, epoch: this.client.epoch };
    return this.handle;
  }

  protected requireHandle(): Handle<M> {
    if (this.isRetired) throw new SystemCallError(errno.EBADF);
    if (!this.handle) throw new SystemCallError(errno.ENOTCONN);
    if (this.isLost) throw new SystemCallError(errno.ECONNRESET);
    return this.handle;
  }

  protected get isGone(): boolean {
    return this.isRetired;
  }

  protected release(how: 'graceful' | 'reset'): void {
    const { handle } = this;
    this.handle = undefined;
    if (!handle || handle.epoch !== this.client.epoch) return;
    this.client.post({ op: 'close', id: handle.id, how });
  }

  /** Waits like a blocking socket does, or tells a non-blocking one to come again. */
  protected waitUntil(isDone: () => boolean, flags: number): void {
    if (this.isNonBlocking || flags & messageFlag.dontWait) {
      if (this.client.settleSent() && isDone()) return;
      throw new SystemCallError(errno.EAGAIN);
    }
    if (this.client.wait(isDone, Number.POSITIVE_INFINITY) === 'interrupted') throw new SystemCallError(errno.EINTR);
  }
}

export interface Received {
  /** As `recv` returns it: with MSG_TRUNC the real length of a datagram. */
  readonly length: number;
  /** A packed address, valid until the next call. */
  readonly from: Int32Array | undefined;
}

/** Groups are many, everything else has one value. */
function optionKey(option: SocketOption): string {
  return 'group' in option ? `${option.name} ${option.group} ${option.interface}` : option.name;
}
