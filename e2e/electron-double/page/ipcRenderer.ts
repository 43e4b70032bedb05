import { decodeClone, encodeClone } from '../shared/codec.ts';
import type { ToMain, ToPage } from '../shared/wire.ts';

type Listener = (event: { readonly sender: unknown; readonly ports: readonly MessagePort[] }, ...args: unknown[]) => void;

/** Hands over what the main process sent: nothing that a preload can do. */
export let receiveFromMain: (ipc: IpcRenderer, message: ToPage) => void;

/** The emulated `ipcRenderer`, over a function that takes text to the main process. */
export class IpcRenderer {
  readonly #listeners = new Map<string, Listener[]>();
  readonly #calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #ports = new Map<string, MessagePort>();
  readonly #toMain: (message: ToMain) => void;
  #nextId = 1;

  static {
    receiveFromMain = (ipc, message) => ipc.#receive(message);
  }

  constructor(toMain: (message: ToMain) => void) {
    this.#toMain = toMain;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#toMain({ type: 'send', channel, data: encodeClone(args), ports: [] });
  }

  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const data = encodeClone(args);
    const call = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve, reject });
      this.#toMain({ type: 'invoke', call, channel, data });
    });
  }

  on(channel: string, listener: Listener): this {
    this.#listeners.set(channel, [...(this.#listeners.get(channel) ?? []), listener]);
    return this;
  }

  removeListener(channel: string, listener: Listener): this {
    const left = (this.#listeners.get(channel) ?? []).filter((one) => one !== listener);
    this.#listeners.set(channel, left);
    return this;
  }

  #receive(message: ToPage): void {
    switch (message.type) {
      case 'message':
        this.#deliver(message.channel, message.data, message.ports);
        break;
      case 'reply':
        this.#answer(message);
        break;
      case 'port':
        this.#ports.get(message.port)?.postMessage(decodeClone(message.data));
        break;
      case 'portClosed':
        this.#ports.get(message.port)?.close();
        this.#ports.delete(message.port);
    }
  }

  #deliver(channel: string, data: string, portIds: readonly string[]): void {
    const event = { sender: this, ports: portIds.map((id) => this.#openPort(id)) };
    const args = decodeClone(data);
    for (const listener of this.#listeners.get(channel) ?? []) listener(event, ...(Array.isArray(args) ? args : []));
  }

  #answer(reply: ToPage & { readonly type: 'reply' }): void {
    const call = this.#calls.get(reply.call);
    this.#calls.delete(reply.call);
    if (reply.ok) call?.resolve(decodeClone(reply.data));
    else call?.reject(new Error(reply.message));
  }

  /** A port of the main process as a port of the page. */
  #openPort(id: string): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#ports.set(id, port2);
    port2.addEventListener('message', (event) => this.#toMain({ type: 'port', port: id, data: encodeClone(event.data) }));
    port2.addEventListener('close', () => {
      if (this.#ports.delete(id)) this.#toMain({ type: 'portClosed', port: id });
    });
    port2.start();
    return port1;
  }
}
