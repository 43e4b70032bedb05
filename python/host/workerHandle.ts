import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { messageOf } from '../../core/base/errorText.ts';
import type { RuntimeFiles } from '../../core/contract/engineLink.ts';
import {
  type InterpreterImage,
  maxBatchEvents,
  type PythonNotice,
  type PythonRequest,
  type PythonWorkerData,
  pythonDoorbell,
  pythonWord,
  pythonWordCount,
  wakePython,
} from '../../core/contract/pythonLink.ts';
import type { SocketLink } from '../sockets/socketService.ts';
import { droppedDatagrams, kickSockets } from '../sockets/socketService.ts';
import type { WatchdogSample } from './watchdog.ts';

export interface WorkerListener {
  onNotice(notice: PythonNotice): void;
  /** There is something to look at in the rings. */
  onDoorbell(): void;
  /** The thread has ended by itself; nothing follows. */
  onDeath(reason: string): void;
}

/** Connects a new worker to the sockets worker. */
export interface SocketConnector {
  connect(name: string, wake: { readonly words: SharedArrayBuffer; readonly index: number }): SocketLink;
  disconnect(link: SocketLink): Promise<void>;
}

/** Python's objects live in WebAssembly memory; JavaScript's own short-lived ones need little room, and V8 takes what it may. */
const youngGenerationMiB = 4;
/**
 * CPython stops a recursion by the stack that it keeps in WebAssembly memory (10 MiB). The engine's own stack holds more for the same
 * calls; with Node's 4 MiB it ends first, and the whole interpreter with it. Only what is used of it takes memory.
 */
const stackMiB = 64;

/** One Python worker thread as its supervisor sees it. */
export class WorkerHandle {
  readonly words: Int32Array;
  /** What it said after its boot, once it has booted. */
  booted: Extract<PythonNotice, { type: 'booted' }> | undefined;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly link: SocketLink;
  private listener: WorkerListener | undefined;
  /** Came before anyone listened. */
  private early: PythonNotice[] = [];
  private deathReason: string | undefined;
  private isEnding = false;
  private takenDatagrams = 0;

  constructor(
    files: RuntimeFiles,
    image: Promise<InterpreterImage>,
    name: string,
    private readonly sockets: SocketConnector,
  ) {
    const wordsBuffer = new SharedArrayBuffer(pythonWordCount * 4);
    this.words = new Int32Array(wordsBuffer);
    this.words[pythonWord.batchLimit] = maxBatchEvents;
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.link = sockets.connect(name, { words: wordsBuffer, index: pythonWord.wake });
    const workerData: PythonWorkerData = { files, words: wordsBuffer, port: port2, socketLink: this.link };
    this.worker = new Worker(files.pythonWorker, {
      name,
      workerData,
      transferList: [port2, this.link.port],
      // Neither the host's environment nor its command line is any of Python's business.
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMiB, stackSizeMb: stackMiB },
    });
    this.port.on('message', (notice: PythonNotice | typeof pythonDoorbell) => {
      if (notice === pythonDoorbell) this.listener?.onDoorbell();
      else this.take(notice);
    });
    image.then(
      (ready) => this.worker.postMessage(ready),
      (error: unknown) => this.die(`the interpreter's files can't be read: ${messageOf(error)}`),
    );
    this.worker.on('error', (error) => this.die(error.stack ?? error.message));
    this.worker.on('exit', (code) => this.die(`the worker ended with code ${code}`));
  }

  listen(listener: WorkerListener): void {
    this.listener = listener;
    for (const notice of this.early.splice(0)) listener.onNotice(notice);
    if (this.deathReason !== undefined) listener.onDeath(this.deathReason);
  }

  get isAlive(): boolean {
    return this.deathReason === undefined && !this.isEnding;
  }

  post(request: PythonRequest): void {
    this.port.postMessage(request);
    Atomics.add(this.words, pythonWord.mail, 1);
    wakePython(this.words);
  }

  wake(): void {
    wakePython(this.words);
  }

  /** How far the events that wait have travelled at most; the worker takes it back to 0 with them. */
  raiseHops(hops: number): void {
    if (hops > Atomics.load(this.words, pythonWord.hopsIn)) Atomics.store(this.words, pythonWord.hopsIn, hops);
  }

  /** What the worker published up to this index has been routed, and what that caused was delivered. */
  didRoute(index: number): void {
    Atomics.store(this.words, pythonWord.routedIndex, index);
    if (Atomics.load(this.words, pythonWord.awaitsRouting) === 1) wakePython(this.words);
  }

  /** No user code is entered any more except the cleanup handler. */
  halt(): void {
    Atomics.store(this.words, pythonWord.isHalted, 1);
    wakePython(this.words);
  }

  /** Asks the running entry to look at its watch: see `on_tick` in `budget.py`. */
  tick(): void {
    Atomics.store(this.words, pythonWord.interrupt, 2);
    kickSockets(this.link.control);
  }

  sample(): WatchdogSample {
    const { words } = this;
    return {
      entry: Atomics.load(words, pythonWord.entry),
      entryKind: Atomics.load(words, pythonWord.entryKind),
      ticksSeen: Atomics.load(words, pythonWord.ticksSeen),
      isOverBudget: Atomics.load(words, pythonWord.overBudgetCall) !== 0,
    };
  }

  /** Datagrams that Python did not read in time, since this was last asked. */
  takeDroppedDatagrams(): number {
    const dropped = (droppedDatagrams(this.link.control) - this.takenDatagrams) | 0;
    this.takenDatagrams += dropped;
    return dropped;
  }

  /** Ends the thread and closes its sockets; when this resolves their addresses are free. */
  async end(): Promise<void> {
    this.isEnding = true;
    this.port.close();
    await this.worker.terminate();
    await this.sockets.disconnect(this.link);
  }

  private take(notice: PythonNotice): void {
    if (notice.type === 'booted') this.booted = notice;
    if (notice.type === 'died') this.die(notice.reason);
    else if (this.listener) this.listener.onNotice(notice);
    else this.early.push(notice);
  }

  private die(reason: string): void {
    if (this.deathReason !== undefined || this.isEnding) return;
    this.deathReason = reason;
    this.listener?.onDeath(reason);
  }
}
