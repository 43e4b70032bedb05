import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import type { IpFamily, SocketAddress, SocketOption } from '../../core/contract/socketLink.ts';
import { applyDatagramOption, growBuffers } from './datagramOptions.ts';
import { errnoOf } from './errnos.ts';
import type { ClientSignals, IoSocket } from './ioSocket.ts';
import { anyHost, packAddress, packedWords, unpackAddress } from './packedAddress.ts';
import { type DatagramMemory, socketState } from './socketMemory.ts';
import { addressOf } from './tcpStream.ts';

/** Sent in one turn of the worker, so that a flood of one show does not hold up the sockets of another. */
const datagramsPerTurn = 256;
/** Only addresses come here, never names: answering at once keeps Node from taking a turn per datagram. */
const addressLookup: NonNullable<SocketOptions['lookup']> = (host, _options, callback) => callback(null, host, host.includes(':') ? 6 : 4);

/** A UDP socket of Python; the real one opens when it is bound or first used. */
export class UdpSocket implements IoSocket {
  private socket: Socket | undefined;
  private opening: Promise<Socket> | undefined;
  private isConnected = false;
  private isClosed = false;
  private isAddressReused = false;
  private isV6Only = false;
  /** Set before the real socket exists. */
  private readonly waitingOptions: SocketOption[] = [];
  private readonly sender = new PackedSender();
  private readonly target = new TargetHost();

  constructor(
    private readonly family: IpFamily,
    readonly memory: DatagramMemory,
    private readonly signals: ClientSignals,
  ) {}

  async bind(address: SocketAddress): Promise<void> {
    await this.open(address);
  }

  /** Linux keeps the local address when the peer changes or goes; so does this. */
  async connect(address: SocketAddress | null): Promise<void> {
    const socket = this.socket ?? (await this.open({ family: this.family, host: anyHost(this.family), port: 0 }));
    if (this.isConnected) socket.disconnect();
    this.isConnected = false;
    if (address === null) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error) => (error ? reject(error) : resolve());
      socket.connect(address.port, address.host, settle);
    });
    this.isConnected = true;
    const local = socket.address();
    this.memory.localAddress = addressOf(local.address, local.family, local.port);
    this.memory.remoteAddress = address;
  }

  setOption(option: SocketOption): void {
    if (option.name === 'reuseAddress') this.isAddressReused = option.isOn;
    else if (option.name === 'v6Only') this.isV6Only = option.isOn;
    else if (this.socket) applyDatagramOption(this.socket, option);
    else this.waitingOptions.push(option);
  }

  service(): boolean {
    if (this.memory.sending.isEmpty || this.isClosed) return false;
    if (this.socket) return this.send(this.socket, datagramsPerTurn);
    this.open({ family: this.family, host: anyHost(this.family), port: 0 }).then(
      () => this.signals.didChange(),
      (error: unknown) => this.memory.setSendError(errnoOf(error)),
    );
    return false;
  }

  async close(how: 'graceful' | 'reset'): Promise<void> {
    const wasOpening = this.opening !== undefined || !this.memory.sending.isEmpty;
    if (how === 'graceful' && wasOpening && !this.socket)
      await this.open({ family: this.family, host: anyHost(this.family), port: 0 }).catch(() => undefined);
    this.isClosed = true;
    const socket = this.socket;
    if (!socket) return;
    this.socket = undefined;
    if (how === 'graceful') this.send(socket, Number.POSITIVE_INFINITY);
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  }

  private open(address: SocketAddress): Promise<Socket> {
    this.opening ??= this.openReal(address).finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async openReal(address: SocketAddress): Promise<Socket> {
    const socket = createSocket({
      type: this.family === 6 ? 'udp6' : 'udp4',
      reuseAddr: this.isAddressReused,
      ipv6Only: this.isV6Only,
      lookup: addressLookup,
    });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind({ address: hostWithScope(address), port: address.port, exclusive: true }, () => {
          socket.removeListener('error', reject);
          resolve();
        });
      });
      for (const option of this.waitingOptions.splice(0)) applyDatagramOption(socket, option);
    } catch (error) {
      socket.close();
      throw error;
    }
    return this.use(socket);
  }

  private use(socket: Socket): Socket {
    const { memory } = this;
    growBuffers(socket);
    socket.on('message', (payload, from) => this.receive(payload, from));
    socket.on('error', (error) => {
      memory.setError(errnoOf(error));
      this.signals.didBecomeReadable(memory);
    });
    const local = socket.address();
    memory.localAddress = addressOf(local.address, local.family, local.port);
    memory.addState(socketState.bound);
    this.socket = socket;
    this.service();
    return socket;
  }

  private receive(payload: Buffer, from: RemoteInfo): void {
    const { memory } = this;
    if (memory.isReadShut) return;
    if (memory.received.write(this.sender.pack(from), 0, payload, 0, payload.length)) this.signals.didBecomeReadable(memory);
    else this.signals.countDroppedDatagram();
  }

  private send(socket: Socket, limit: number): boolean {
    const { sending } = this.memory;
    let count = 0;
    for (; count < limit; count++) {
      const datagram = sending.front();
      if (!datagram) break;
      // Node may keep the bytes until the system takes them; the ring's are reused at once.
      const payload = Buffer.from(datagram.payload);
      const port = (datagram.address[0] ?? 0) >>> 16;
      const host = this.target.of(datagram.address);
      sending.take();
      try {
        if (host === undefined || this.isConnected) socket.send(payload, this.didSend);
        else socket.send(payload, port, host, this.didSend);
      } catch (error) {
        this.didSend(error);
      }
    }
    if (count > 0) this.signals.didChange();
    return !sending.isEmpty;
  }

  private readonly didSend = (error: unknown): void => {
    if (error) this.memory.setSendError(errnoOf(error));
  };
}

/** Packs senders; a flood mostly comes from one, whose text is parsed once. */
class PackedSender {
  private readonly words = new Int32Array(packedWords);
  private host = '';
  private port = -1;

  pack(from: RemoteInfo): Int32Array {
    if (from.address !== this.host || from.port !== this.port) {
      this.host = from.address;
      this.port = from.port;
      packAddress(addressOf(from.address, from.family, from.port), this.words);
    }
    return this.words;
  }
}

/** The text of packed addresses; undefined for "the connected peer". */
class TargetHost {
  private readonly words = new Int32Array(packedWords);
  private host: string | undefined;

  of(address: Int32Array): string | undefined {
    for (let index = 0; index < packedWords; index++) {
      if (this.words[index] !== address[index]) {
        this.words.set(address);
        const unpacked = unpackAddress(this.words);
        this.host = unpacked && hostWithScope(unpacked);
        break;
      }
    }
    return this.host;
  }
}

function hostWithScope(address: SocketAddress): string {
  return address.scope === undefined ? address.host : `${address.host}%${address.scope}`;
}
