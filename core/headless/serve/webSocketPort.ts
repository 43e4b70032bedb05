import type { WebSocket } from 'ws';
import { toDisposable } from '../../base/disposable.ts';
import type { ClientPort } from '../../session/clients/ClientPort.ts';

const policyViolation = 1008;
/** A reason travels in a control frame of at most 125 bytes. */
const maxReasonLength = 100;

/** A browser's WebSocket as a client of the session. */
export function webSocketPort(socket: WebSocket): ClientPort {
  return {
    get waitingBytes() {
      return socket.bufferedAmount;
    },
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(message);
    },
    onMessage(listener) {
      const own = (data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean) => {
        const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
        listener(isBinary ? bytes : bytes.toString('utf8'));
      };
      socket.on('message', own);
      return toDisposable(() => socket.off('message', own));
    },
    onClose(listener) {
      socket.on('close', listener);
      return toDisposable(() => socket.off('close', listener));
    },
    close(reason) {
      socket.close(policyViolation, reason.slice(0, maxReasonLength));
    },
  };
}
