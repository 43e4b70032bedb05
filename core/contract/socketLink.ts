/**
 * Between a Python worker ("client") and the python-io worker that owns the real sockets. Requests that need an answer carry a
 * call number and the client blocks until it comes; everything per byte or per datagram goes through shared memory instead
 * (`python/sockets/socketMemory.ts`), announced by a bell: a `null` message, sent only while `controlWord.bell` was 0.
 *
 * Three parties share the control words: the client waits on `generation`, the io worker bumps it whenever anything changed
 * that a wait may care about, and the host bumps it to make a wait look at the interrupt word.
 */
export const controlWord = {
  generation: 0,
  /** Grows when the io worker died: every socket of an earlier epoch is gone. */
  epoch: 1,
  /** 1 while the client sleeps or waits inside a socket call. */
  isBlocked: 2,
  /** Milliseconds spent so; wraps. */
  blockedMs: 3,
  bell: 4,
  /** Datagrams that found their socket's ring full; wraps. */
  droppedDatagrams: 5,
} as const;

export const controlBytes = 64;

export type SocketKind = 'stream' | 'datagram';
export type IpFamily = 4 | 6;

/** A socket address. `scope` names the interface of a link-local IPv6 address. */
export interface SocketAddress {
  readonly family: IpFamily;
  readonly host: string;
  readonly port: number;
  readonly scope?: string;
}

export type SocketOption =
  | { readonly name: 'noDelay' | 'broadcast' | 'multicastLoopback' | 'v6Only' | 'reuseAddress'; readonly isOn: boolean }
  | { readonly name: 'keepAlive'; readonly isOn: boolean; readonly idleSeconds: number }
  | { readonly name: 'ttl' | 'multicastTtl' | 'receiveBufferBytes' | 'sendBufferBytes'; readonly value: number }
  | { readonly name: 'multicastInterface'; readonly address: string }
  | { readonly name: 'joinGroup' | 'leaveGroup'; readonly group: string; readonly interface: string }
  | { readonly name: 'joinSource' | 'leaveSource'; readonly group: string; readonly source: string; readonly interface: string };

export interface TlsSettings {
  readonly serverName: string;
  readonly verify: 'none' | 'chain' | 'chainAndName';
  /** Extra or replacing certificate authorities in PEM; empty means the ones built in. */
  readonly authorities: readonly string[];
  readonly certificate: string;
  readonly key: string;
  readonly keyPassword: string;
  readonly applicationProtocols: readonly string[];
  readonly minVersion: TlsVersion | null;
  readonly maxVersion: TlsVersion | null;
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export interface TlsOutcome {
  readonly version: string;
  readonly cipher: readonly [name: string, version: string, bits: number];
  readonly applicationProtocol: string;
  /** The peer's certificate: its parts as Python names them, and its DER bytes. */
  readonly certificate: TlsCertificate | null;
}

export interface TlsCertificate {
  readonly derBase64: string;
  readonly subject: readonly (readonly [name: string, value: string])[];
  readonly issuer: readonly (readonly [name: string, value: string])[];
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly alternativeNames: readonly (readonly [kind: string, value: string])[];
}

export type IoRequest =
  | {
      readonly op: 'open';
      readonly id: number;
      readonly kind: SocketKind;
      readonly family: IpFamily;
      readonly memory: SharedArrayBuffer;
      readonly options: readonly SocketOption[];
    }
  /** Ends in the socket's state word. */
  | { readonly op: 'connectStream'; readonly id: number; readonly address: SocketAddress }
  | { readonly op: 'close'; readonly id: number; readonly how: 'graceful' | 'reset' }
  | IoCall;

/** Requests that are answered. */
export type IoCall = { readonly call: number } & IoCallBody;

export type IoCallBody =
  | { readonly op: 'bind'; readonly id: number; readonly address: SocketAddress }
  | { readonly op: 'listen'; readonly id: number }
  /** Null takes the peer away again. */
  | { readonly op: 'connectDatagram'; readonly id: number; readonly address: SocketAddress | null }
  | { readonly op: 'option'; readonly id: number; readonly option: SocketOption }
  /** Answered when what was sent before, and needs no network, has reached the sockets of this process. */
  | { readonly op: 'settle' }
  /** Value: `SocketAddress[]` with port 0. */
  | { readonly op: 'lookup'; readonly host: string; readonly family: IpFamily | 0 }
  /** Value: the host name. */
  | { readonly op: 'reverseLookup'; readonly host: string }
  /** Value: `TlsOutcome`. */
  | { readonly op: 'startTls'; readonly id: number; readonly settings: TlsSettings };

export type IoMessage =
  | { readonly call: number; readonly ok: true; readonly value: unknown }
  /** `errno` is in the interpreter's numbering; `code` is Node's name of it, `message` a sentence where there is more to say. */
  | { readonly call: number; readonly ok: false; readonly errno: number; readonly code: string; readonly message: string }
  /** A connection waits at a listener: its id is negative, its memory is filled already. */
  | { readonly accepted: number; readonly listener: number; readonly memory: SharedArrayBuffer };

/** From the host to the python-io worker. */
export type IoHostRequest =
  | {
      readonly type: 'connect';
      readonly client: number;
      readonly control: SharedArrayBuffer;
      /** The Python worker's own wake word, bumped when a watched socket becomes readable. */
      readonly wake: SharedArrayBuffer;
      readonly wakeIndex: number;
    }
  | { readonly type: 'disconnect'; readonly client: number }
  /** Flush, close everything, answer, end. */
  | { readonly type: 'stop' };

export type IoHostNotice = { readonly type: 'disconnected'; readonly client: number } | { readonly type: 'stopped' };
