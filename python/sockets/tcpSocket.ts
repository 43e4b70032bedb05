import { connect, type Socket } from 'node:net';
import type { SocketAddress, SocketOption, TlsOutcome, TlsSettings } from '../../core/contract/socketLink.ts';
import { errnoOf } from './errnos.ts';
import { type ClientSignals, IoError, type IoSocket } from './ioSocket.ts';
import { isAnyHost } from './packedAddress.ts';
import { type StreamMemory, socketState } from './socketMemory.ts';
import { TcpServer } from './tcpServer.ts';
import { TcpStream } from './tcpStream.ts';
import { startTls } from './tls.ts';

/** Every read of this thread goes here and is copied on at once, which saves a fresh buffer per read. */
const readBuffer = new Uint8Array(256 * 1024);

/** A TCP socket of Python: nothing yet, a bound address, a listener, or a stream. */
export class TcpSocket implements IoSocket {
  private server: TcpServer | undefined;
  private stream: TcpStream | undefined;
  private readonly options = new Map<string, SocketOption>();

  constructor(
    readonly memory: StreamMemory,
    private readonly signals: ClientSignals,
    /** Hands a new connection to the client. */
    private readonly didAccept: (socket: Socket) => void,
  ) {}

  /** A connection that a listener accepted. */
  static connected(socket: Socket, memory: StreamMemory, signals: ClientSignals): TcpSocket {
    const accepted = new TcpSocket(memory, signals, () => undefined);
    accepted.stream = new TcpStream(socket, memory, signals);
    accepted.stream.didConnect();
    return accepted;
  }

  async bind(address: SocketAddress): Promise<void> {
    if (this.server || this.stream) throw new IoError('EINVAL');
    const v6Only = this.options.get('v6Only');
    this.server = await TcpServer.bind(address, v6Only !== undefined && 'isOn' in v6Only && v6Only.isOn, {
      waiting: () => this.memory.waitingConnections,
      didConnect: (socket) => this.didAccept(socket),
    });
    this.memory.localAddress = this.server.address;
    this.memory.addState(socketState.bound);
  }

  listen(): void {
    if (!this.server) throw new IoError('EINVAL');
    this.server.listen();
  }

  connect(address: SocketAddress): void {
    if (this.stream) return;
    const local = this.server?.address;
    const released = this.server?.close() ?? Promise.resolve();
    this.server = undefined;
    // A bound socket listens already (see TcpServer) and gives its address back before it connects from there.
    released.then(
      () => this.connectFrom(local, address),
      (error: unknown) => this.failToConnect(error),
    );
  }

  private connectFrom(local: SocketAddress | undefined, address: SocketAddress): void {
    try {
      const from = local === undefined ? {} : { localPort: local.port, ...(isAnyHost(local.host) ? {} : { localAddress: local.host }) };
      const host = address.scope === undefined ? address.host : `${address.host}%${address.scope}`;
      const onread = {
        buffer: readBuffer,
        callback: (count: number) => {
          this.stream?.receive(readBuffer.subarray(0, count));
          return true;
        },
      };
      const socket = connect({ host, port: address.port, family: address.family, allowHalfOpen: true, onread, ...from });
      const stream = new TcpStream(socket, this.memory, this.signals);
      this.stream = stream;
      for (const option of this.options.values()) stream.setOption(option);
      socket.once('connect', () => stream.didConnect());
    } catch (error) {
      this.failToConnect(error);
    }
  }

  private failToConnect(error: unknown): void {
    this.memory.setError(errnoOf(error));
    this.memory.addState(socketState.failed | socketState.readEnded | socketState.hungUp);
    this.signals.didBecomeReadable(this.memory);
  }

  setOption(option: SocketOption): void {
    this.options.set(option.name, option);
    this.stream?.setOption(option);
  }

  /** Speaks TLS from here on; what was received before and is not yet read stays plain text. */
  async startTls(settings: TlsSettings): Promise<TlsOutcome> {
    const plain = this.stream;
    if (!plain) throw new IoError('ENOTCONN');
    plain.service();
    const { socket, outcome } = await startTls(plain.release(), settings);
    this.stream = new TcpStream(socket, this.memory, this.signals);
    return outcome;
  }

  service(): boolean {
    return this.stream?.service() ?? false;
  }

  async close(how: 'graceful' | 'reset'): Promise<void> {
    await Promise.all([this.server?.close(), this.stream?.close(how)]);
  }
}
