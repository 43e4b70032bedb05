import { linkMessageType } from '../../core/contract/desktopHost.ts';
import type { OpenTransport, TransportHandlers } from './transport.ts';

/** The part of `DesktopHost` that makes a link. */
export interface PortSource {
  connect(): void;
}

/**
 * The link of a desktop window: each call asks the shell for a fresh port, which arrives as a message event of the page's own
 * window. Messages of other windows and frames are ignored.
 */
export function messagePortTransport(page: Window, host: PortSource): OpenTransport {
  return (handlers) => {
    let port: MessagePort | undefined;
    let isClosed = false;
    const close = (reason: string) => {
      if (isClosed) return;
      isClosed = true;
      page.removeEventListener('message', onWindowMessage);
      port?.close();
      handlers.onClose(reason);
    };
    const onWindowMessage = (event: MessageEvent<unknown>) => {
      const arrived = event.source === page && isLinkMessage(event.data) ? event.ports[0] : undefined;
      if (!arrived) return;
      page.removeEventListener('message', onWindowMessage);
      port = arrived;
      port.addEventListener('close', () => close('The show stopped answering this window.'));
      port.onmessage = (message: MessageEvent<unknown>) => deliver(message.data, handlers);
      port.start();
      handlers.onOpen();
    };
    page.addEventListener('message', onWindowMessage);
    host.connect();
    return {
      send: (text) => port?.postMessage(text),
      close: () => close('Closed.'),
    };
  };
}

function isLinkMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === linkMessageType;
}

function deliver(data: unknown, handlers: TransportHandlers): void {
  if (typeof data === 'string') handlers.onText(data);
  else if (data instanceof ArrayBuffer) handlers.onFrame(data);
  else if (data instanceof Uint8Array) handlers.onFrame(wholeBuffer(data));
}

/** A view may be a window on a larger buffer; frames are decoded from buffers. */
function wholeBuffer(bytes: Uint8Array): ArrayBuffer {
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength) return bytes.buffer;
  return new Uint8Array(bytes).buffer;
}
