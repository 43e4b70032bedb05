import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { controlWord, type IoCallBody, type IoMessage, type IoRequest } from '../../core/contract/socketLink.ts';
import { errno, SystemCallError } from './errnos.ts';
import type { SocketLink, SuppliedPort } from './socketService.ts';

export type WaitOutcome = 'done' | 'timedOut' | 'interrupted';

/** How long a call waits for a python-io worker that is being restarted. */
const portLimitMs = 3_000;
/** Calls that can't take long are not interrupted, so that both sides agree on what happened. */
const shortCallLimitMs = 5_000;

/** A failed call with more to say than its number. */
export class IoCallError extends SystemCallError {
  constructor(
    errno: number,
    readonly code: string,
    readonly sentence: string,
  ) {
    super(errno);
  }
}

/** The Python worker's end of the link to the io worker. Everything is synchronous: the thread waits in `Atomics.wait`. */
export class SocketClient {
  private readonly control: Int32Array;
  private port: MessagePort | undefined;
  private portEpoch = -1;
  private lastCall = 0;
  private pendingCall = 0;
  /** The long call that Python was interrupted in; it asks again for the same when it has looked at its signals. */
  private suspended: { readonly key: string; readonly untilMs: number } | undefined;
  private answer: Extract<IoMessage, { call: number }> | undefined;
  private readonly accepted = new Map<number, { readonly id: number; readonly memory: SharedArrayBuffer }[]>();
  private readonly listeners = new Set<number>();
  private blockedFractionMs = 0;
  private hasSentHere = false;

  constructor(
    private readonly link: SocketLink,
    /** Pyodide's interrupt buffer: its first element is not 0 while a signal waits for Python. */
    private readonly interruptWords: Int32Array | Uint8Array,
  ) {
    this.control = new Int32Array(link.control);
  }

  /** Sockets of another epoch are gone, with the io worker that held them. */
  get epoch(): number {
    return Atomics.load(this.control, controlWord.epoch);
  }

  /** Waits until `isDone`, which reads shared words only. An infinite timeout is fine. */
  wait(isDone: () => boolean, timeoutMs: number, isInterruptible = true): WaitOutcome {
    if (isDone()) return 'done';
    const { control } = this;
    const startMs = performance.now();
    Atomics.store(control, controlWord.isBlocked, 1);
    try {
      for (;;) {
        const generation = Atomics.load(control, controlWord.generation);
        if (isDone()) return 'done';
        if (isInterruptible && Atomics.load(this.interruptWords, 0) !== 0) return 'interrupted';
        const leftMs = timeoutMs - (performance.now() - startMs);
        if (leftMs <= 0) return 'timedOut';
        Atomics.wait(control, controlWord.generation, generation, leftMs);
      }
    } finally {
      Atomics.store(control, controlWord.isBlocked, 0);
      this.countBlocked(performance.now() - startMs);
    }
  }

  /** Sends a request that needs no answer. */
  post(request: IoRequest): void {
    this.currentPort().postMessage(request);
  }

  /** Asks and waits for the answer; throws what went wrong as a `SystemCallError`. */
  call(body: IoCallBody, limitMs = Number.POSITIVE_INFINITY): unknown {
    const port = this.currentPort();
    const { epoch } = this;
    const isLong = body.op === 'lookup' || body.op === 'reverseLookup' || body.op === 'startTls';
    const key = isLong ? `${epoch} ${JSON.stringify(body)}` : '';
    const { suspended } = this;
    this.suspended = undefined;
    let untilMs = performance.now() + (isLong ? limitMs : shortCallLimitMs);
    if (isLong && suspended?.key === key) {
      untilMs = suspended.untilMs;
    } else {
      this.pendingCall = ++this.lastCall;
      this.answer = undefined;
      port.postMessage({ call: this.pendingCall, ...body } satisfies IoRequest);
    }
    const outcome = this.wait(() => this.hasAnswer(epoch), untilMs - performance.now(), isLong);
    if (outcome === 'interrupted') {
      this.suspended = { key, untilMs };
      throw new SystemCallError(errno.EINTR);
    }
    this.pendingCall = 0;
    const answer = this.takeAnswer();
    if (!answer && outcome === 'timedOut' && isLong) throw new IoCallError(errno.ETIMEDOUT, 'TIMEOUT', 'No answer in time');
    if (!answer) throw new SystemCallError(errno.ENETDOWN);
    if (!answer.ok) throw new IoCallError(answer.errno, answer.code, answer.message);
    return answer.value;
  }

  /** Tells the io worker that something was written or read, unless it is about to look anyway. */
  ringBell(): void {
    if (Atomics.exchange(this.control, controlWord.bell, 1) === 0) this.currentPort().postMessage(null);
  }

  /** Something is on its way to a socket of this machine, perhaps to one of ours. */
  noteSentHere(): void {
    this.hasSentHere = true;
  }

  /**
   * Natively, what was sent to this machine is there before the next call looks. Before a call that doesn't wait finds nothing it is
   * waited for. False when nothing was on its way.
   */
  settleSent(): boolean {
    if (!this.hasSentHere) return false;
    this.hasSentHere = false;
    this.call({ op: 'settle' });
    return true;
  }

  rememberListener(listener: number): void {
    this.listeners.add(listener);
  }

  /** The oldest connection that waits at a listener. */
  takeAccepted(listener: number): { readonly id: number; readonly memory: SharedArrayBuffer } | undefined {
    this.readPort();
    return this.accepted.get(listener)?.shift();
  }

  /** The io worker resets what still waited there. */
  forgetListener(listener: number): void {
    this.listeners.delete(listener);
    this.accepted.delete(listener);
  }

  dispose(): void {
    this.port?.close();
    this.link.port.close();
  }

  private hasAnswer(epoch: number): boolean {
    this.readPort();
    return this.answer !== undefined || this.epoch !== epoch;
  }

  private takeAnswer(): Extract<IoMessage, { call: number }> | undefined {
    const { answer } = this;
    this.answer = undefined;
    return answer;
  }

  private readPort(): void {
    if (!this.port) return;
    for (;;) {
      const received: { readonly message: IoMessage } | undefined = receiveMessageOnPort(this.port);
      if (!received) return;
      const { message } = received;
      if ('accepted' in message) {
        if (!this.listeners.has(message.listener)) continue;
        const waiting = this.accepted.get(message.listener) ?? [];
        waiting.push({ id: message.accepted, memory: message.memory });
        this.accepted.set(message.listener, waiting);
      } else if (message.call === this.pendingCall) {
        this.answer = message;
      }
    }
  }

  private currentPort(): MessagePort {
    if (this.port && this.portEpoch === this.epoch) return this.port;
    this.port?.close();
    this.port = undefined;
    this.accepted.clear();
    this.listeners.clear();
    const outcome = this.wait(() => this.takeSuppliedPort(), portLimitMs);
    if (outcome === 'interrupted') throw new SystemCallError(errno.EINTR);
    if (!this.port) throw new SystemCallError(errno.ENETDOWN);
    return this.port;
  }

  private takeSuppliedPort(): boolean {
    for (;;) {
      const received: { readonly message: SuppliedPort } | undefined = receiveMessageOnPort(this.link.port);
      if (!received) return this.port !== undefined;
      const { port, epoch } = received.message;
      if (epoch !== this.epoch) continue;
      this.port = port;
      this.portEpoch = epoch;
    }
  }

  private countBlocked(ms: number): void {
    this.blockedFractionMs += ms;
    const whole = Math.floor(this.blockedFractionMs);
    this.blockedFractionMs -= whole;
    if (whole > 0) Atomics.add(this.control, controlWord.blockedMs, whole);
  }
}
