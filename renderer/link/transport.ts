/** One connection to a session, whatever carries it. */
export interface Transport {
  /** Lost without a word when the connection is gone; `onClose` tells. */
  send(text: string): void;
  close(): void;
}

/** Called until `onClose`, which is called once for each connection that was asked for, opened or not. */
export interface TransportHandlers {
  onOpen(): void;
  onText(text: string): void;
  onFrame(frame: ArrayBuffer): void;
  onClose(reason: string): void;
}

export type OpenTransport = (handlers: TransportHandlers) => Transport;
