import dgram from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP, isIPv4 } from 'node:net';
import os from 'node:os';
import { DatagramLoss } from '../../base/datagramLoss.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Retry } from '../../base/retry.ts';
import type { Backend, BackendInstance, ChannelBinding, EventBatch, InstanceContext } from '../../engine/backend.ts';
import { channelChange } from './channelChange.ts';
import type { OscChannel } from './channels.ts';
import { OscInput } from './input.ts';
import { KernelDropWatch } from './kernelDrops.ts';
import { isDetecting, type OscConfig } from './options.ts';
import { OscOutput } from './output.ts';
import { oscProtocol } from './protocol.ts';
import { sentenceOf } from './trouble.ts';

/** Asked of the system, which may give less: a flood that comes while rounds run waits there. */
const receiveBufferBytes = 4 * 1024 * 1024;
/** A socket whose address has left the computer (a cable, a suspended adapter) hears nothing and tells nobody. */
const addressCheckMs = 2000;
const lossAdvice =
  'Messages arrive faster than they can be taken: the system dropped some, and they are counted. A larger net.core.rmem_max keeps more of a burst.';
/** Addresses that `detect = on` remembers, to log each once. */
const mostDetected = 10_000;

export const oscBackend: Backend<OscConfig, OscChannel> = {
  protocol: oscProtocol,
  start: (_host, options) => ({
    createInstance: (context, config, channels) => new OscInstance(context, config, channels, isDetecting(options)),
    stop: async () => {},
  }),
};

interface Peer {
  readonly address: string;
  readonly port: number;
}

/** One socket for both directions: bound to the configured address, or to any port when the instance only sends. */
class OscInstance implements BackendInstance<OscChannel> {
  private readonly input: OscInput;
  private readonly output: OscOutput;
  private readonly retry: Retry;
  /** While sending fails nothing else may come to send, and the last values would be missing at the other end. */
  private readonly resendRetry: Retry;
  private readonly detected = new Set<string>();
  private channels: readonly ChannelBinding<OscChannel>[] = [];
  private socket: dgram.Socket | undefined;
  private addressCheck: Disposable | undefined;
  private dropWatch: KernelDropWatch | undefined;
  private readonly loss: DatagramLoss;
  private isReady = false;
  private hasStopped = false;
  private peer: Peer | undefined;
  /** What a send last failed with, until one succeeds. */
  private sendTrouble: string | undefined;

  constructor(
    private readonly context: InstanceContext,
    private readonly config: OscConfig,
    channels: readonly ChannelBinding<OscChannel>[],
    isLogging: boolean,
  ) {
    this.input = new OscInput(config.root, {
      emit: (slot, value) => context.emit(slot, value),
      drop: () => context.count('dropped', 1),
      onMessage: isLogging ? (address, types) => this.detect(address, types) : undefined,
    });
    this.output = new OscOutput(config.root);
    this.loss = new DatagramLoss(
      (datagrams) => context.count('dropped', datagrams),
      () => context.logger.log('warning', context.name, lossAdvice),
    );
    this.retry = new Retry(context.clock, () => this.open());
    this.resendRetry = new Retry(context.clock, () => this.resend());
    this.updateChannels(channels);
    const isConnected = config.bind !== undefined || config.destination !== undefined;
    context.setStatus(isConnected ? 'starting' : 'live', '');
    if (isConnected) this.open();
  }

  updateChannels(channels: readonly ChannelBinding<OscChannel>[]): void {
    const change = channelChange(this.channels, channels);
    this.channels = channels;
    this.input.changeChannels(change);
    this.output.changeChannels(change);
  }

  deliver(batch: EventBatch): void {
    // Without a peer nothing is kept: the values are asked for again once the socket is open, and a learnt peer hears of changes only.
    if (!this.isReady || !this.peer) return;
    const unusable = this.output.deliver(batch, this.send);
    if (unusable > 0) this.context.count('dropped', unusable);
  }

  async stop(): Promise<void> {
    this.hasStopped = true;
    this.retry.dispose();
    this.close();
  }

  private open(): void {
    this.resolveAddresses().then(
      ({ local, peer }) => {
        if (!this.hasStopped) this.openSocket(local, peer);
      },
      (error: unknown) => this.failed(sentenceOf(error, this.config.bind)),
    );
  }

  private async resolveAddresses(): Promise<{ local: Peer | undefined; peer: Peer | undefined }> {
    const { bind, destination } = this.config;
    const local = bind && { address: await resolve(bind.host), port: bind.port };
    if (destination?.kind !== 'fixed') return { local, peer: undefined };
    const family = local && isIPv4(local.address) ? 4 : undefined;
    const address = await resolve(destination.host, family);
    // A socket of both families names IPv4 peers in this form.
    const isMapped = local !== undefined && !isIPv4(local.address) && isIPv4(address);
    return { local, peer: { address: isMapped ? `::ffff:${address}` : address, port: destination.port } };
  }

  private openSocket(local: Peer | undefined, peer: Peer | undefined): void {
    const type = isIPv4(local?.address ?? peer?.address ?? '0.0.0.0') ? 'udp4' : 'udp6';
    // Addresses are resolved already, and asking the system again for every packet is slow.
    const socket = dgram.createSocket({ type, lookup: (host, _options, found) => found(null, host, type === 'udp4' ? 4 : 6) });
    this.socket = socket;
    this.peer = peer;
    socket.on('message', (packet, sender) => {
      if (this.config.destination?.kind === 'learn') this.learn(sender.address, this.config.destination.port ?? sender.port);
      this.dropWatch?.didReceive();
      this.input.receive(packet);
    });
    socket.on('error', (error) => {
      if (this.socket === socket) this.failed(sentenceOf(error, this.config.bind));
    });
    socket.on('listening', () => this.opened(socket));
    socket.bind(local ? { address: local.address, port: local.port } : { port: 0 });
  }

  private opened(socket: dgram.Socket): void {
    if (this.socket !== socket) return;
    const { address, port } = socket.address();
    // Some systems bind to whatever they are asked for (`net.ipv4.ip_nonlocal_bind`).
    if (hasVanished(address)) {
      this.failed(sentenceOf({ code: 'EADDRNOTAVAIL' }, this.config.bind));
      return;
    }
    try {
      socket.setRecvBufferSize(receiveBufferBytes);
      socket.setBroadcast(true);
    } catch (error) {
      this.context.logger.log('debug', this.context.name, `The socket keeps its usual buffers: ${String(error)}`);
    }
    this.isReady = true;
    this.watchAddress(address);
    if (this.config.bind) this.watchDrops(address, port);
    this.retry.succeeded();
    this.sendTrouble = undefined;
    this.context.setStatus('live', '');
    this.resend();
  }

  private watchAddress(address: string): void {
    if (!canVanish(address)) return;
    this.addressCheck = this.context.clock.every(addressCheckMs, () => {
      if (hasVanished(address)) this.failed(sentenceOf({ code: 'EADDRNOTAVAIL' }, this.config.bind));
    });
  }

  private watchDrops(address: string, port: number): void {
    const { clock } = this.context;
    this.dropWatch = new KernelDropWatch({ address, port }, clock, {
      readTable: (file) => readFile(file, 'latin1'),
      onDropped: (datagrams) => this.loss.note(datagrams, clock.nowMs()),
    });
  }

  /** What went out before the socket closed may be lost, and nothing went out since. */
  private resend(): void {
    if (this.config.destination?.kind !== 'fixed') return;
    this.output.forget();
    this.context.requestResend();
  }

  private failed(reason: string): void {
    if (this.hasStopped) return;
    this.close();
    this.context.setStatus('waiting', reason);
    this.retry.later();
  }

  private close(): void {
    const socket = this.socket;
    this.socket = undefined;
    this.isReady = false;
    this.addressCheck?.dispose();
    this.dropWatch?.dispose();
    this.resendRetry.dispose();
    if (!socket) return;
    socket.removeAllListeners('message');
    socket.close();
  }

  private learn(address: string, port: number): void {
    if (this.peer?.port === port && this.peer.address === address) return;
    this.peer = { address, port };
  }

  private readonly send = (packet: Uint8Array<ArrayBuffer>): void => {
    const { socket, peer } = this;
    if (!socket || !peer) return;
    // The system takes a packet at once unless its buffer is full; then this one must outlive its reuse.
    const bytes = socket.getSendQueueCount() > 0 ? packet.slice() : packet;
    socket.send(bytes, peer.port, peer.address, this.didSend);
  };

  private readonly didSend = (error: Error | null): void => {
    if (error) {
      if (this.hasStopped || !this.isReady) return;
      this.context.count('dropped', 1);
      this.resendRetry.later();
      const message = sentenceOf(error, undefined);
      if (message === this.sendTrouble) return;
      this.sendTrouble = message;
      this.context.setStatus('live', '', [{ code: 'osc-send', message }]);
    } else if (this.sendTrouble !== undefined) {
      this.sendTrouble = undefined;
      this.resendRetry.succeeded();
      this.context.setStatus('live', '');
      this.resend();
    }
  };

  private detect(address: string, types: string): void {
    const key = `${address} ${types}`;
    if (this.detected.has(key) || this.detected.size >= mostDetected || !address.startsWith(this.config.root)) return;
    this.detected.add(key);
    this.context.logger.log('info', this.context.name, `Incoming: ${address.slice(this.config.root.length)} with types "${types}"`);
  }
}

/** False for loopback and for what means all addresses. */
function canVanish(address: string): boolean {
  return !address.startsWith('127.') && !['0.0.0.0', '::', '::1'].includes(address);
}

function hasVanished(address: string): boolean {
  return canVanish(address) && !isOwnAddress(address);
}

function isOwnAddress(address: string): boolean {
  const [withoutZone] = address.split('%');
  return Object.values(os.networkInterfaces()).some((infos) => infos?.some((info) => info.address === withoutZone));
}

async function resolve(host: string, family?: 4 | 6): Promise<string> {
  if (isIP(host) !== 0) return host;
  const { address } = await lookup(host, family === undefined ? {} : { family });
  return address;
}
