import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Logger } from '../../core/base/logger.ts';
import { controlBytes, controlWord, type IoHostNotice, type IoHostRequest } from '../../core/contract/socketLink.ts';

/** What a Python worker needs for its sockets. Goes into `workerData`, with `port` in the transfer list. */
export interface SocketLink {
  readonly control: SharedArrayBuffer;
  /** Brings the port to the io worker, and a new one when the io worker was replaced. */
  readonly port: MessagePort;
}

/** What comes over `SocketLink.port`. */
export interface SuppliedPort {
  readonly port: MessagePort;
  /** The life of the io worker that it leads to; see `controlWord.epoch`. */
  readonly epoch: number;
}

/** The host's end of a wake word: an Int32 word of the Python worker, bumped when a watched socket becomes readable. */
export interface WakeWord {
  readonly words: SharedArrayBuffer;
  readonly index: number;
}

interface Client {
  readonly id: number;
  readonly name: string;
  readonly control: SharedArrayBuffer;
  readonly wake: WakeWord;
  /** Our end of `SocketLink.port`. */
  readonly supply: MessagePort;
}

/** An io worker that dies is replaced after this; if it dies again within `quickDeathMs`, after ten times as long. */
const restartDelayMs = 100;
const quickDeathMs = 5_000;
const disconnectLimitMs = 1_000;
const stopLimitMs = 1_000;

/** Runs the one python-io worker and connects Python workers to it. */
export class SocketService implements Disposable {
  private readonly clients = new Map<number, Client>();
  private readonly disconnecting = new Map<number, () => void>();
  private worker: Worker | undefined;
  private lastClientId = 0;
  private startedAtMs = 0;
  private isDisposed = false;
  private stopped: (() => void) | undefined;

  constructor(
    /** Absolute path of the built `pythonIoWorker.js`. */
    private readonly ioWorkerPath: string,
    private readonly logger: Logger,
    private readonly clock: Clock,
  ) {}

  /** Makes the link for one Python worker. The io worker starts with the first one. */
  connect(name: string, wake: WakeWord): SocketLink {
    const channel = new MessageChannel();
    const client: Client = { id: ++this.lastClientId, name, control: new SharedArrayBuffer(controlBytes), wake, supply: channel.port1 };
    channel.port1.unref();
    this.clients.set(client.id, client);
    linkClients.set(client.control, client.id);
    if (this.worker) this.attach(this.worker, client);
    else this.start();
    return { control: client.control, port: channel.port2 };
  }

  /** Closes all sockets of a Python worker. When this resolves their addresses can be bound again. */
  async disconnect(link: Pick<SocketLink, 'control'>): Promise<void> {
    const id = linkClients.get(link.control);
    const client = id === undefined ? undefined : this.clients.get(id);
    if (!client) return;
    this.clients.delete(client.id);
    client.supply.close();
    if (!this.worker) return;
    const disconnected = new Promise<void>((resolve) => this.disconnecting.set(client.id, resolve));
    this.send(this.worker, { type: 'disconnect', client: client.id });
    await this.within(disconnectLimitMs, disconnected);
    this.disconnecting.delete(client.id);
  }

  /** Lets what was sent go out, closes everything and ends the io worker. */
  async stop(): Promise<void> {
    this.isDisposed = true;
    const worker = this.worker;
    if (!worker) return;
    const stopped = new Promise<void>((resolve) => {
      this.stopped = resolve;
    });
    this.send(worker, { type: 'stop' });
    await this.within(stopLimitMs, stopped);
    this.dispose();
  }

  dispose(): void {
    this.isDisposed = true;
    for (const client of this.clients.values()) client.supply.close();
    this.clients.clear();
    const worker = this.worker;
    this.worker = undefined;
    worker?.terminate().catch((error: unknown) => this.logger.log('warning', 'python sockets', String(error)));
  }

  private start(): void {
    if (this.isDisposed || this.worker) return;
    const worker = this.createWorker();
    this.worker = worker;
    this.startedAtMs = this.clock.nowMs();
    worker.unref();
    worker.on('message', (notice: IoHostNotice) => this.take(notice));
    worker.on('error', (error) =>
      this.logger.log('error', 'python sockets', `The worker for Python's sockets failed: ${error.stack ?? error.message}`),
    );
    worker.on('exit', () => this.didExit(worker));
    for (const client of this.clients.values()) this.attach(worker, client);
  }

  protected createWorker(): Worker {
    return new Worker(this.ioWorkerPath, { name: 'python-io' });
  }

  private attach(worker: Worker, client: Client): void {
    const { port1, port2 } = new MessageChannel();
    const request: IoHostRequest = {
      type: 'connect',
      client: client.id,
      control: client.control,
      wake: client.wake.words,
      wakeIndex: client.wake.index,
    };
    worker.postMessage({ request, port: port1 }, [port1]);
    const epoch = Atomics.load(new Int32Array(client.control), controlWord.epoch);
    client.supply.postMessage({ port: port2, epoch } satisfies SuppliedPort, [port2]);
    kickSockets(client.control);
  }

  private send(worker: Worker, request: IoHostRequest): void {
    worker.postMessage({ request });
  }

  private take(notice: IoHostNotice): void {
    if (notice.type === 'stopped') this.stopped?.();
    else this.disconnecting.get(notice.client)?.();
  }

  private didExit(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const resolve of this.disconnecting.values()) resolve();
    this.stopped?.();
    if (this.isDisposed) return;
    for (const client of this.clients.values()) {
      Atomics.add(new Int32Array(client.control), controlWord.epoch, 1);
      Atomics.store(new Int32Array(client.control), controlWord.bell, 0);
      kickSockets(client.control);
      wakeUp(client.wake);
    }
    const isQuickDeath = this.clock.nowMs() - this.startedAtMs < quickDeathMs;
    this.logger.log(
      'error',
      'python sockets',
      "The worker for Python's sockets died. It is being restarted; all open sockets of Python are closed.",
    );
    this.clock.after(isQuickDeath ? restartDelayMs * 10 : restartDelayMs, () => this.start());
  }

  private within(limitMs: number, task: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const limit = this.clock.after(limitMs, resolve);
      void task.then(() => {
        limit.dispose();
        resolve();
      });
    });
  }
}

/** A link is known by its control words, which stay the same object on the host's side. */
const linkClients = new WeakMap<SharedArrayBuffer, number>();

/** Makes every wait inside a socket call look at the interrupt word. */
export function kickSockets(control: SharedArrayBuffer): void {
  const words = new Int32Array(control);
  Atomics.add(words, controlWord.generation, 1);
  Atomics.notify(words, controlWord.generation);
}

/** Milliseconds that the Python worker has slept or waited inside a socket call since it started; wraps after 24 days. */
export function blockedMs(control: SharedArrayBuffer): number {
  return Atomics.load(new Int32Array(control), controlWord.blockedMs);
}

/** Datagrams that Python did not read in time. */
export function droppedDatagrams(control: SharedArrayBuffer): number {
  return Atomics.load(new Int32Array(control), controlWord.droppedDatagrams);
}

function wakeUp(wake: WakeWord): void {
  const words = new Int32Array(wake.words);
  Atomics.add(words, wake.index, 1);
  Atomics.notify(words, wake.index);
}
