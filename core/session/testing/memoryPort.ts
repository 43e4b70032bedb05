import { Emitter } from '../../base/emitter.ts';
import type { ClientPort } from '../clients/ClientPort.ts';

/** Two ends of a link in one process: what one sends the other hears a moment later, in order. */
export interface MemoryLink {
  /** The session's end. */
  readonly port: ClientPort;
  readonly send: (message: string | Uint8Array) => void;
  readonly onMessage: (listener: (message: string | Uint8Array) => void) => void;
  readonly isClosed: () => boolean;
  readonly closeReason: () => string | undefined;
  readonly close: () => void;
}

export function memoryLink(): MemoryLink {
  const rethrow = (error: unknown) => {
    throw error;
  };
  const toSession = new Emitter<string | Uint8Array>(rethrow);
  const toClient = new Emitter<string | Uint8Array>(rethrow);
  const closed = new Emitter<void>(rethrow);
  let isClosed = false;
  let reason: string | undefined;
  return {
    port: {
      send: (message) => {
        if (!isClosed) queueMicrotask(() => toClient.fire(message));
      },
      onMessage: (listener) => toSession.event(listener),
      onClose: (listener) => closed.event(listener),
      close: (why) => {
        isClosed = true;
        reason = why;
      },
    },
    send: (message) => toSession.fire(message),
    onMessage: (listener) => void toClient.event(listener),
    isClosed: () => isClosed,
    closeReason: () => reason,
    close: () => {
      isClosed = true;
      closed.fire();
    },
  };
}
