import type { Disposable } from '../../base/disposable.ts';
import { stackOf } from '../../base/errorText.ts';
import type { Logger } from '../../base/logger.ts';
import type { ClientRequest, Hello, Notice, ServerMessage } from '../../contract/clientLink.ts';
import type { ValueSampler, ValueSubscription } from '../values/ValueSampler.ts';
import type { ClientPort } from './ClientPort.ts';
import { parseClientMessage } from './parseClientMessage.ts';

/** A client this far behind is stuck: it is closed, and gets everything anew when it connects again. */
const maxWaitingBytes = 32 * 1024 * 1024;
/** While this much waits, values would only make it worse. */
const maxWaitingBytesForValues = 1024 * 1024;
/** A client that sends only garbage is closed after this much of it. */
const maxRefusals = 100;

export interface ClientHubOptions {
  readonly sampler: ValueSampler;
  readonly logger: Logger;
  readonly hello: () => Hello;
  readonly answer: (request: ClientRequest) => Promise<unknown>;
}

/** All attached clients: says hello, answers requests, passes notices and values on. */
export class ClientHub implements Disposable {
  private readonly clients = new Set<Client>();

  constructor(private readonly options: ClientHubOptions) {}

  attach(port: ClientPort): Disposable {
    const client = new Client(port, this.options, () => this.clients.delete(client));
    // What is told meanwhile is part of its hello.
    client.start();
    if (!client.isGone) this.clients.add(client);
    return client;
  }

  broadcast(notice: Notice): void {
    if (this.clients.size === 0) return;
    const text = JSON.stringify(notice);
    for (const client of [...this.clients]) client.sendText(text);
  }

  get count(): number {
    return this.clients.size;
  }

  dispose(): void {
    for (const client of [...this.clients]) client.close('The show was closed.');
  }
}

class Client implements Disposable {
  private values: ValueSubscription | undefined;
  private readonly subscriptions: Disposable[] = [];
  private refusals = 0;
  isGone = false;

  constructor(
    private readonly port: ClientPort,
    private readonly options: ClientHubOptions,
    private readonly onGone: () => void,
  ) {}

  start(): void {
    this.subscriptions.push(
      this.port.onMessage((message) => this.take(message)),
      this.port.onClose(() => this.dispose()),
    );
    this.send({ notice: 'hello', hello: this.options.hello() });
    this.values = this.options.sampler.subscribe((frame) => {
      if ((this.port.waitingBytes ?? 0) <= maxWaitingBytesForValues) this.port.send(frame);
    });
  }

  sendText(text: string): void {
    if (this.isGone) return;
    if ((this.port.waitingBytes ?? 0) > maxWaitingBytes) this.close('The connection is too slow; connect again.');
    else this.port.send(text);
  }

  close(reason: string): void {
    if (this.isGone) return;
    this.dispose();
    this.port.close(reason);
  }

  dispose(): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.values?.dispose();
    this.onGone();
  }

  private send(message: ServerMessage): void {
    this.sendText(JSON.stringify(message));
  }

  private take(raw: string | Uint8Array): void {
    const message = parseClientMessage(raw);
    if (!message.ok) this.refuse(message.error.id, message.error.message);
    else if ('ackFrame' in message.value) this.values?.acknowledge(message.value.ackFrame);
    else void this.answer(message.value);
  }

  private refuse(id: number | undefined, message: string): void {
    if (id !== undefined) this.send({ reply: id, ok: false, message });
    else this.send({ notice: 'refused', message });
    if (++this.refusals > maxRefusals) this.close('Too many messages that are not understood.');
  }

  private async answer(request: ClientRequest): Promise<void> {
    try {
      this.send({ reply: request.id, ok: true, value: await this.options.answer(request) });
    } catch (error) {
      // A bug of ours: the client learns that its request failed, the show goes on.
      const detail = stackOf(error);
      this.options.logger.log('error', 'session', `The request "${request.method}" failed: ${detail}`);
      this.send({ reply: request.id, ok: false, message: 'This failed because of an internal error; the console has the details.' });
    }
  }
}
