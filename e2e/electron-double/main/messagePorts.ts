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

export const messagePortEvents = ['message', 'close'] as const;

// What the rest of the double may do with a port, and an app may not: assigned inside of the class, which alone sees its fields.
let joinPorts: (one: MessagePortMain, other: MessagePortMain) => void;
/**
 * Gives one end to a page; what its peer sends goes there from now on. Returns the name of the port on the wire, and what sends
 * the messages that had arrived already, once the page knows the port.
 */
export let handOverPort: (port: unknown, carrier: PortCarrier) => { readonly id: string; readonly flush: () => void };
/** A message, or without data the end, from the page that holds the other end. */
export let takeFromPage: (id: string, data: string | undefined) => void;
/** The page is gone or was loaded anew: its ports went with it. */
export let closePortsOf: (carrier: PortCarrier) => void;

/** One end of a channel in the main process. Its other end is here too, or has been handed to a page. */
export class MessagePortMain extends KnownEvents {
  readonly #queue: string[] = [];
  #isStarted = false;
  #isClosed = false;
  #peer: MessagePortMain | undefined;
  #page: { readonly carrier: PortCarrier; readonly id: string } | undefined;

  static {
    joinPorts = (one, other) => {
      one.#peer = other;
      other.#peer = one;
    };
    handOverPort = (port, carrier) => {
      if (!(port instanceof MessagePortMain)) throw new TypeError('Port at index 0 is not a valid port');
      return port.#handOver(carrier);
    };
    takeFromPage = (id, data) => {
      const port = portsToPages.get(id);
      if (!port) return;
      if (data === undefined) port.#end();
      else port.#arrive(data);
    };
    closePortsOf = (carrier) => {
      for (const port of [...portsToPages.values()]) {
        if (port.#page?.carrier === carrier) port.#end();
      }
    };
  }

  constructor() {
    super('MessagePortMain', messagePortEvents);
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    // Electron drops a message that transfers anything else without a word.
    if (transfer.length > 0) throw new TypeError('electron double: transferring over a port is not implemented');
    if (this.#isClosed) return;
    const data = encodeClone(message);
    if (this.#page) this.#page.carrier.carry({ type: 'port', port: this.#page.id, data });
    else if (this.#peer) this.#peer.#arrive(data);
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#deliverSoon();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#page?.carrier.carry({ type: 'portClosed', port: this.#page.id });
    const peer = this.#peer;
    if (peer) peer.#end();
    this.#end();
  }

  #handOver(carrier: PortCarrier): { readonly id: string; readonly flush: () => void } {
    const peer = this.#peer;
    if (!peer || this.#isClosed) throw new Error('electron double: this port was handed over or closed before');
    const id = `port${nextPortId++}`;
    this.#isClosed = true;
    this.#peer = undefined;
    peer.#peer = undefined;
    peer.#page = { carrier, id };
    portsToPages.set(id, peer);
    const arrived = this.#queue.splice(0);
    const flush = () => {
      for (const data of arrived) carrier.carry({ type: 'port', port: id, data });
    };
    return { id, flush };
  }

  #arrive(data: string): void {
    if (this.#isClosed) return;
    this.#queue.push(data);
    if (this.#isStarted) this.#deliverSoon();
  }

  #deliverSoon(): void {
    setImmediate(() => {
      for (const data of this.#queue.splice(0)) this.emit('message', { data: decodeClone(data), ports: [] });
    });
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
    joinPorts(this.port1, this.port2);
  }
}
