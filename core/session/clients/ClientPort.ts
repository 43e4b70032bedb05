import type { Disposable } from '../../base/disposable.ts';

/** One client's end of the link, whatever carries it. Nothing here throws. Text is JSON, bytes are value frames. */
export interface ClientPort {
  send(message: string | Uint8Array<ArrayBuffer>): void;
  onMessage(listener: (message: string | Uint8Array) => void): Disposable;
  onClose(listener: () => void): Disposable;
  close(reason: string): void;
  /** Bytes that wait to leave, where the carrier knows; a client that takes nothing is cut off by the session. */
  readonly waitingBytes?: number;
}
