/** Addresses as they lie in the interpreter's memory: a `sockaddr_in`, which for a socket of IPv6 holds a surrogate. */
import type { SocketAddress } from '../../core/contract/socketLink.ts';
import { errno, SystemCallError } from './errnos.ts';
import type { InterpreterMemory } from './interpreter.ts';
import type { Ipv6Surrogates } from './ipv6Surrogates.ts';
import { formatIpv4, packAddress, packedWords, parseIpv4, unpackAddress } from './packedAddress.ts';
import type { PythonSocket } from './pythonSocket.ts';

export const addressFamily = { unspecified: 0, inet: 2 } as const;

export interface AddressContext {
  readonly surrogates: Ipv6Surrogates;
  readonly memory: () => InterpreterMemory;
}

/** The family of the address at `pointer`, as the C library numbers them. */
export function readFamily(c: AddressContext, pointer: number): number {
  return familyAt(c.memory().HEAPU8, pointer >>> 0);
}

function familyAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/** Throws EAFNOSUPPORT for an address of another family, and for a surrogate that stands for none. */
export function readAddress(c: AddressContext, socket: PythonSocket, pointer: number): SocketAddress {
  const at = pointer >>> 0;
  const { HEAPU8 } = c.memory();
  if (familyAt(HEAPU8, at) !== addressFamily.inet) throw new SystemCallError(errno.EAFNOSUPPORT);
  const address: SocketAddress = {
    family: 4,
    host: formatIpv4(HEAPU8.subarray(at + 4, at + 8)),
    port: ((HEAPU8[at + 2] ?? 0) << 8) | (HEAPU8[at + 3] ?? 0),
  };
  if (socket.family === 4) return address;
  const original = c.surrogates.original(address);
  if (!original) throw new SystemCallError(errno.EAFNOSUPPORT);
  return original;
}

export function writeAddress(
  c: AddressContext,
  socket: PythonSocket,
  pointer: number,
  lengthPointer: number,
  address: SocketAddress | undefined,
): void {
  const { HEAPU8, HEAP32 } = c.memory();
  if (pointer === 0) return;
  if (!address) {
    if (lengthPointer !== 0) HEAP32[lengthPointer >>> 2] = 0;
    return;
  }
  const at = pointer >>> 0;
  const shown = socket.family === 6 ? c.surrogates.toSurrogate(address) : address;
  HEAPU8.fill(0, at, at + 16);
  HEAPU8[at] = addressFamily.inet;
  HEAPU8[at + 2] = shown.port >>> 8;
  HEAPU8[at + 3] = shown.port & 0xff;
  parseIpv4(shown.host, HEAPU8.subarray(at + 4, at + 8));
  if (lengthPointer !== 0) HEAP32[lengthPointer >>> 2] = 16;
}

const packed = new Int32Array(packedWords);

/** Like `readAddress`, for the ring and without a detour over text. Undefined for a null pointer. */
export function readPacked(c: AddressContext, socket: PythonSocket, pointer: number): Int32Array | undefined {
  if (pointer === 0) return undefined;
  const { HEAPU8, HEAP32 } = c.memory();
  const at = pointer >>> 0;
  if (socket.family === 6 || HEAPU8[at] !== addressFamily.inet) {
    packAddress(readAddress(c, socket, pointer), packed);
  } else {
    packed[0] = 4 | ((HEAPU8[at + 2] ?? 0) << 24) | ((HEAPU8[at + 3] ?? 0) << 16);
    packed[1] = HEAP32[(at + 4) >>> 2] ?? 0;
    packed.fill(0, 2);
  }
  return packed;
}

export function writePacked(
  c: AddressContext,
  socket: PythonSocket,
  pointer: number,
  lengthPointer: number,
  address: Int32Array | undefined,
): void {
  if (pointer === 0) return;
  if (socket.family === 6 || !address) {
    writeAddress(c, socket, pointer, lengthPointer, address && unpackAddress(address));
    return;
  }
  const { HEAP32 } = c.memory();
  const [head = 0, host = 0] = address;
  const port = head >>> 16;
  const at = pointer >>> 2;
  HEAP32[at] = addressFamily.inet | ((port >>> 8) << 16) | ((port & 0xff) << 24);
  HEAP32[at + 1] = host;
  HEAP32[at + 2] = 0;
  HEAP32[at + 3] = 0;
  if (lengthPointer !== 0) HEAP32[lengthPointer >>> 2] = 16;
}
