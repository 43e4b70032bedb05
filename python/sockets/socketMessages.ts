/** `sendmsg` and `recvmsg`: a `msghdr` with its `iovec` array, in the interpreter's memory. */
import type { Descriptors } from './descriptors.ts';
import { messageFlag } from './pythonSocket.ts';
import { type AddressContext, readPacked, writePacked } from './sockaddr.ts';

export interface MessageContext extends AddressContext {
  readonly descriptors: Descriptors;
}

export function sendMessage(c: MessageContext, fd = 0, message = 0, flags = 0): number {
  const { HEAPU8, HEAPU32 } = c.memory();
  const socket = c.descriptors.require(fd);
  const name = HEAPU32[message >>> 2] ?? 0;
  const parts = vectorOf(HEAPU32, message);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(HEAPU8.subarray(part.start, part.start + part.length), at);
    at += part.length;
  }
  return socket.send(whole, 0, whole.length, flags, readPacked(c, socket, name));
}

export function receiveMessage(c: MessageContext, fd = 0, message = 0, flags = 0): number {
  const socket = c.descriptors.require(fd);
  const parts = vectorOf(c.memory().HEAPU32, message);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  const received = socket.receive(whole, 0, whole.length, flags & ~messageFlag.truncate);
  const { HEAPU8, HEAPU32, HEAP32 } = c.memory();
  let at = 0;
  for (const part of parts) {
    const count = Math.min(part.length, received.length - at);
    HEAPU8.set(whole.subarray(at, at + count), part.start);
    at += count;
  }
  const name = HEAPU32[message >>> 2] ?? 0;
  writePacked(c, socket, name, message + 4, received.from);
  // No ancillary data, no flags.
  HEAP32[(message + 20) >>> 2] = 0;
  HEAP32[(message + 24) >>> 2] = 0;
  return received.length;
}

/** The `iovec` array of a `msghdr`. */
function vectorOf(words: Uint32Array, message: number): { readonly start: number; readonly length: number }[] {
  const vector = words[(message + 8) >>> 2] ?? 0;
  const count = words[(message + 12) >>> 2] ?? 0;
  return Array.from({ length: count }, (_, index) => ({
    start: words[(vector + index * 8) >>> 2] ?? 0,
    length: words[(vector + index * 8 + 4) >>> 2] ?? 0,
  }));
}
