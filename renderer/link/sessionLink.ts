import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { ClientCall, ClientReplies, Notice } from '../../core/contract/clientLink.ts';
import { decodeValueFrame, type ValueFrame } from '../../core/contract/valueFrame.ts';
import { readServerMessage } from './readServerMessage.ts';
import type { OpenTransport, Transport } from './transport.ts';

export type LinkState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  /** `retryAtMs` is on the clock's monotonic time. */
  | { readonly phase: 'lost'; readonly reason: string; readonly retryAtMs: number };

export interface LinkListeners {
  onState(state: LinkState): void;
  onNotice(notice: Notice): void;
  onFrame(frame: ValueFrame): void;
}

export type CallOf<M extends ClientCall['method']> = Extract<ClientCall, { method: M }>;

const backOffMs = [500, 1_000, 2_000, 4_000, 8_000, 10_000];
const replyTimeoutMs = 10_000;
/** Saving a module waits for every instance that takes it over; an import may use its whole budget. */
const slowReplyTimeoutMs = 45_000;
const slowMethods: ReadonlySet<ClientCall['method']> = new Set(['saveModule', 'export', 'restoreVersion', 'undo', 'redo', 'recover']);

interface Waiting {
  readonly settle: (result: Result<unknown, string>) => void;
  readonly timeout: Disposable;
}

/**
 * A client's end of the link to a session: connects, connects again with back-off, pairs replies with requests, and
 * acknowledges every value frame after it was taken. A request always gets an answer: the reply, a timeout or the lost link.
 */
export class SessionLink implements Disposable {
  private transport: Transport | undefined;
  private isOpen = false;
  private isDisposed = false;
  private attempts = 0;
  private nextId = 1;
  private retry: Disposable | undefined;
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly open: OpenTransport,
    private readonly clock: Clock,
    private readonly listeners: LinkListeners,
  ) {}

  connect(): void {
    this.retry?.dispose();
    this.retry = undefined;
    if (this.isDisposed || this.transport) return;
    this.listeners.onState({ phase: 'connecting' });
    // A handler may be called before `open` returns, and an old connection must not speak for a new one.
    let isCurrent = true;
    this.transport = this.open({
      onOpen: () => {
        if (!isCurrent) return;
        this.isOpen = true;
        this.listeners.onState({ phase: 'connected' });
      },
      onText: (text) => {
        if (isCurrent) this.takeText(text);
      },
      onFrame: (buffer) => {
        if (isCurrent) this.takeFrame(buffer);
      },
      onClose: (reason) => {
        if (!isCurrent) return;
        isCurrent = false;
        this.lose(reason);
      },
    });
    if (!isCurrent) this.transport = undefined;
  }

  async call<M extends ClientCall['method']>(call: CallOf<M>): Promise<Result<ClientReplies[M], string>> {
    if (!this.isOpen || !this.transport) return fail('Not connected: nothing was changed. Try again when the connection is back.');
    const id = this.nextId++;
    const timeoutMs = slowMethods.has(call.method) ? slowReplyTimeoutMs : replyTimeoutMs;
    const transport = this.transport;
    const reply = await new Promise<Result<unknown, string>>((settle) => {
      const timeout = this.clock.after(timeoutMs, () => {
        this.waiting.delete(id);
        settle(
          fail(`No answer within ${timeoutMs / 1_000} s. The show may be busy; look whether the change arrived before you try again.`),
        );
      });
      this.waiting.set(id, { settle, timeout });
      transport.send(JSON.stringify({ id, ...call }));
    });
    // The method decides the reply's type; both ends are compiled from the same `ClientReplies`.
    return reply.ok ? ok(reply.value as ClientReplies[M]) : reply;
  }

  dispose(): void {
    this.isDisposed = true;
    this.retry?.dispose();
    this.transport?.close();
    this.answerAll('This window is closing.');
  }

  private takeText(text: string): void {
    const message = readServerMessage(text);
    if (!message) return;
    if ('notice' in message) {
      if (message.notice === 'hello') this.attempts = 0;
      this.listeners.onNotice(message);
      return;
    }
    const waiting = this.waiting.get(message.reply);
    if (!waiting) return;
    this.waiting.delete(message.reply);
    waiting.timeout.dispose();
    waiting.settle(message.ok ? ok(message.value) : fail(message.message));
  }

  private takeFrame(buffer: ArrayBuffer): void {
    const frame = decodeValueFrame(buffer);
    if (!frame) return;
    this.listeners.onFrame(frame);
    this.transport?.send(JSON.stringify({ ackFrame: frame.sequence }));
  }

  private lose(reason: string): void {
    this.transport = undefined;
    this.isOpen = false;
    this.answerAll('The connection was lost before the answer came. Look whether the change arrived before you try again.');
    if (this.isDisposed) return;
    const delayMs = backOffMs[Math.min(this.attempts, backOffMs.length - 1)] ?? 10_000;
    this.attempts += 1;
    this.listeners.onState({ phase: 'lost', reason, retryAtMs: this.clock.nowMs() + delayMs });
    this.retry = this.clock.after(delayMs, () => this.connect());
  }

  private answerAll(message: string): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { settle, timeout } of waiting) {
      timeout.dispose();
      settle(fail(message));
    }
  }
}
