import type { IoCallBody, SocketAddress, SocketOption } from '../../core/contract/socketLink.ts';
import type { SocketMemory } from './socketMemory.ts';

/** A real socket in the io worker. Failures of calls reject with Node's error; trouble in between goes to the memory's words. */
export interface IoSocket {
  readonly memory: SocketMemory;
  bind(address: SocketAddress): Promise<void>;
  setOption(option: SocketOption): void;
  /** The client rang: take what it wrote, go on with what was held back. True when more is left than one turn should take. */
  service(): boolean;
  /** After what was written went out; `reset` drops it. Resolves when the system has let go of the address. */
  close(how: 'graceful' | 'reset'): Promise<void>;
}

/** What a socket tells its client. */
export interface ClientSignals {
  /** Something changed that a wait may care about. */
  didChange(): void;
  /** Something can be read now, or the peer is gone. */
  didBecomeReadable(memory: SocketMemory): void;
  countDroppedDatagram(): void;
}

/** An expected failure with the code that Node would give. */
export class IoError extends Error {
  constructor(
    readonly code: string,
    message = code,
  ) {
    super(message);
  }
}

export type CallOf<Op extends IoCallBody['op']> = Extract<IoCallBody, { op: Op }>;
