import type { Descriptors } from './descriptors.ts';
import type { InterpreterMemory } from './interpreter.ts';
import type { PythonSocket } from './pythonSocket.ts';
import { addressFamily } from './sockaddr.ts';
import { level, socketOptionName } from './socketOptions.ts';

export interface OptionContext {
  readonly descriptors: Descriptors;
  readonly memory: () => InterpreterMemory;
}

/** `getsockopt`. */
export function getOption(c: OptionContext, fd = 0, optionLevel = 0, name = 0, valuePointer = 0, lengthPointer = 0): number {
  const socket = c.descriptors.require(fd);
  const { HEAP32, HEAPU8 } = c.memory();
  const length = HEAP32[lengthPointer >>> 2] ?? 0;
  const value = optionValue(socket, optionLevel, name);
  if (optionLevel === level.socket && name === socketOptionName.linger && length >= 8) {
    HEAP32[valuePointer >>> 2] = value >= 0 ? 1 : 0;
    HEAP32[(valuePointer + 4) >>> 2] = Math.max(value, 0);
    HEAP32[lengthPointer >>> 2] = 8;
  } else if (length >= 4) {
    HEAP32[valuePointer >>> 2] = value;
    HEAP32[lengthPointer >>> 2] = 4;
  } else {
    HEAPU8[valuePointer] = value;
    HEAP32[lengthPointer >>> 2] = 1;
  }
  return 0;
}

function optionValue(socket: PythonSocket, optionLevel: number, name: number): number {
  if (optionLevel !== level.socket) return socket.optionValue(optionLevel, name) ?? 0;
  switch (name) {
    case socketOptionName.error:
      return socket.takeError();
    case socketOptionName.type:
      return socket.type;
    case socketOptionName.acceptsConnections:
      return socket.isListening ? 1 : 0;
    case socketOptionName.domain:
      return addressFamily.inet;
    case socketOptionName.protocol:
      return socket.kind === 'stream' ? 6 : 17;
    case socketOptionName.linger:
      return socket.optionValue(optionLevel, name) ?? -1;
    case socketOptionName.receiveBuffer:
    case socketOptionName.sendBuffer:
      return socket.optionValue(optionLevel, name) ?? 256 * 1024;
    default:
      return socket.optionValue(optionLevel, name) ?? 0;
  }
}
