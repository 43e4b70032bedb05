import WebSocket from 'ws';
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';

export type { Protocol };

type Command = keyof Protocol.CommandParameters & keyof Protocol.CommandReturnValues;
export type CdpEvent = {
  readonly [E in keyof Protocol.Events]: { readonly method: E; readonly params: Protocol.Events[E] };
}[keyof Protocol.Events];

interface Waiting {
  readonly method: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** A connection to the browser's DevTools socket: commands with answers, events per session. */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, (event: CdpEvent) => void>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text) => this.#receive(JSON.parse(String(text))));
    socket.on('close', () => this.#failAll(new Error('electron double: the browser has gone')));
  }

  static connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 ** 28 });
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(new Cdp(socket)));
      socket.once('error', reject);
    });
  }

  /** `session` is empty for the browser itself. */
  send<C extends Command>(method: C, params: Protocol.CommandParameters[C], session = ''): Promise<Protocol.CommandReturnValues[C]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...(session === '' ? {} : { sessionId: session }) }));
    });
  }

  listen(session: string, listener: (event: CdpEvent) => void): void {
    this.#listeners.set(session, listener);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the shape is the browser's protocol, which `Protocol` describes.
  #receive(message: any): void {
    if (message.id === undefined) {
      this.#listeners.get(message.sessionId ?? '')?.({ method: message.method, params: message.params });
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result as never);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
