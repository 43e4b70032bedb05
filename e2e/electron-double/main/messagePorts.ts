import { decodeClone, encodeClone } from '../shared/codec.ts';
import { KnownEvents } from './events.ts';

/** The page at the other end of a port, as far as ports need it. */
export interface PortCarrier {
  carry(
    message:
      | { readonly type: 'port'; readonly port: string; readonly data: string }
      | { readonly type: 'portClosed'; readonly port: string },
  ): void;
}

const portsToPages = new Map<string, MessagePortMain>();
let nextPortId = 1;

/** One end of a channel in the main process. Its other end is here too, or has been handed to a page. */
export class MessagePortMain extends KnownEvents {
  readonly #queue: string[] = [];
  #isStarted = false;
  #isClosed = false;
  #peer: MessagePortMain | undefined;
  #page: { readonly carrier: PortCarrier; readonly id: string } | undefined;

  constructor() {
    super('MessagePortMain', ['message', 'close']);
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    // Electron drops a message that transfers anything else without a word.
    if (transfer.length > 0) throw new TypeError('electron double: transferring over a port is not implemented');
    if (this.#isClosed) return;
    const data = encodeClone(message);
    if (this.#page) this.#page.carrier.carry({ type: 'port', port: this.#page.id, data });
    else if (this.#peer) setImmediate((peer: MessagePortMain) => peer.#receive(data), this.#peer);
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    setImmediate(() => {
      for (const data of this.#queue.splice(0)) this.#receive(data);
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#page?.carrier.carry({ type: 'portClosed', port: this.#page.id });
    const peer = this.#peer;
    if (peer) peer.#end();
    this.#end();
  }

  static join(one: MessagePortMain, other: MessagePortMain): void {
    one.#peer = other;
    other.#peer = one;
  }

  /** Gives this end to a page; what its peer sends goes there from now on. Returns the name of the port on the wire. */
  static handOver(port: unknown, carrier: PortCarrier): string {
    if (!(port instanceof MessagePortMain)) throw new TypeError('Port at index 0 is not a valid port');
    const peer = port.#peer;
    if (!peer || port.#isClosed) throw new Error('electron double: this port was handed over or closed before');
    const id = `port${nextPortId++}`;
    port.#isClosed = true;
    port.#peer = undefined;
    peer.#peer = undefined;
    peer.#page = { carrier, id };
    portsToPages.set(id, peer);
    return id;
  }

  /** A message, or the end, from the page that holds the other end. */
  static fromPage(id: string, data: string | undefined): void {
    const port = portsToPages.get(id);
    if (!port) return;
    if (data === undefined) port.#end();
    else port.#receive(data);
  }

  /** The page is gone or was loaded anew: its ports went with it. */
  static pageIsGone(carrier: PortCarrier): void {
    for (const port of [...portsToPages.values()]) {
      if (port.#page?.carrier === carrier) port.#end();
    }
  }

  #receive(data: string): void {
    if (this.#isClosed) return;
    if (this.#isStarted) this.emit('message', { data: decodeClone(data), ports: [] });
    else this.#queue.push(data);
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#page) portsToPages.delete(this.#page.id);
    setImmediate(() => this.emit('close'));
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    MessagePortMain.join(this.port1, this.port2);
  }
}
