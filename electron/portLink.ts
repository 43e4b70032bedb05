import type { MessagePortMain } from 'electron';
import { Emitter } from '../core/base/emitter.ts';
import type { Logger } from '../core/base/logger.ts';
import type { ClientPort } from '../core/session/clients/ClientPort.ts';

/**
 * A show's link over a port to a page. Messages wait in the port until its `start()`, which the caller does when everyone listens.
 * Nothing is transferred: Electron drops a message to a page that carries an ArrayBuffer in its transfer list, so bytes are copied.
 */
export function linkOverPort(port: MessagePortMain, logger: Logger): ClientPort {
  const logFault = (error: unknown) => logger.log('error', 'window', `A message of the window could not be handled: ${String(error)}`);
  const messages = new Emitter<string | Uint8Array>(logFault);
  const closings = new Emitter<void>(logFault);
  port.on('message', ({ data }) => {
    if (typeof data === 'string' || data instanceof Uint8Array) messages.fire(data);
  });
  port.once('close', () => closings.fire());
  return {
    send: (message) => port.postMessage(message),
    onMessage: messages.event,
    onClose: closings.event,
    close: () => port.close(),
  };
}
