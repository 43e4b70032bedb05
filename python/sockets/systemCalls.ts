import type { SocketAddress } from '../../core/contract/socketLink.ts';
import type { Descriptors } from './descriptors.ts';
import { literalAddress } from './dns.ts';
import { errno, lookupError, lookupErrorOf, SystemCallError } from './errnos.ts';
import type { Faults } from './faults.ts';
import type { InterpreterImports, InterpreterMemory, SystemCall } from './interpreter.ts';
import type { Ipv6Surrogates } from './ipv6Surrogates.ts';
import { formatIpv4, packAddress, packedWords, parseIpv4, unpackAddress } from './packedAddress.ts';
import { messageFlag, type PythonSocket, pollBit } from './pythonSocket.ts';
import type { LookupOutcome } from './socketActions.ts';
import { level, socketOptionName } from './socketOptions.ts';

const addressFamily = { unspecified: 0, inet: 2 } as const;
const nonBlockingType = 2048;
const fileControl = { getFlags: 3, setFlags: 4 } as const;

/** What the system calls work on; complete once `install` ran. */
export interface SystemCallContext {
  readonly descriptors: Descriptors;
  readonly surrogates: Ipv6Surrogates;
  readonly memory: () => InterpreterMemory;
  createSocket(type: number): PythonSocket;
  wait(isDone: () => boolean, timeoutMs: number): 'done' | 'timedOut' | 'interrupted';
  /** Lets what was sent on this machine arrive. */
  settleSent(): void;
  lookup(host: string): LookupOutcome;
}

/**
 * The system calls under CPython's `_socket` and `select`. Each returns what the kernel would: a count, a descriptor, or a
 * negative error number. `context` is asked at each call; before it exists there are no sockets.
 */
export function overrideSystemCalls(imports: InterpreterImports, context: () => SystemCallContext | undefined, faults: Faults): void {
  const { table } = imports;
  const calls = systemCalls(context, faults);
  for (const [name, call] of Object.entries(calls)) {
    if (!table[name]) throw new Error(`This build of Pyodide has no import named ${name}`);
    table[name] = call;
  }
  // Pyodide's own detours for sockets over promises, which need stack switching.
  for (const name of ['_maybe_connect_async', '_maybe_recvfrom_async', '_maybe_sendto_async', '_maybe_poll_async']) {
    if (!table[name]) throw new Error(`This build of Pyodide has no import named ${name}`);
    table[name] = () => null;
  }
}

function systemCalls(context: () => SystemCallContext | undefined, faults: Faults): Record<string, SystemCall> {
  const call =
    (body: (context: SystemCallContext, ...args: number[]) => number): SystemCall =>
    (...args: number[]) => {
      const current = context();
      if (!current) return -errno.ENOSYS;
      try {
        return body(current, ...args);
      } catch (error) {
        return -faults.errnoOf(error);
      }
    };
  return {
    __syscall_socket: call(openSocket),
    __syscall_bind: call((c, fd = 0, pointer = 0) => {
      const socket = c.descriptors.require(fd);
      socket.bind(readAddress(c, socket, pointer));
      return 0;
    }),
    __syscall_listen: call((c, fd = 0, backlog = 0) => {
      c.descriptors.require(fd).listen(backlog);
      return 0;
    }),
    __syscall_accept4: call((c, fd = 0, pointer = 0, lengthPointer = 0, flags = 0) => {
      const accepted = c.descriptors.require(fd).accept();
      accepted.isNonBlocking = (flags & nonBlockingType) !== 0;
      writeAddress(c, accepted, pointer, lengthPointer, accepted.remoteAddress);
      return c.descriptors.add(accepted);
    }),
    __syscall_connect: call(connectSocket),
    __syscall_getsockname: call((c, fd = 0, pointer = 0, lengthPointer = 0) => {
      const socket = c.descriptors.require(fd);
      writeAddress(c, socket, pointer, lengthPointer, socket.localAddress);
      return 0;
    }),
    __syscall_getpeername: call((c, fd = 0, pointer = 0, lengthPointer = 0) => {
      const socket = c.descriptors.require(fd);
      writeAddress(c, socket, pointer, lengthPointer, socket.remoteAddress);
      return 0;
    }),
    __syscall_sendto: call((c, fd = 0, bytes = 0, length = 0, flags = 0, pointer = 0) => {
      const socket = c.descriptors.require(fd);
      return socket.send(c.memory().HEAPU8, bytes >>> 0, length >>> 0, flags, readPacked(c, socket, pointer));
    }),
    __syscall_recvfrom: call((c, fd = 0, bytes = 0, length = 0, flags = 0, pointer = 0, lengthPointer = 0) => {
      const socket = c.descriptors.require(fd);
      const received = socket.receive(c.memory().HEAPU8, bytes >>> 0, length >>> 0, flags);
      writePacked(c, socket, pointer, lengthPointer, received.from);
      return received.length;
    }),
    __syscall_sendmsg: call(sendMessage),
    __syscall_recvmsg: call(receiveMessage),
    __syscall_getsockopt: call(getOption),
    __syscall_poll: call(poll),
    _try_shutdown: (fd: number, how: number, result: number) => {
      const current = context();
      const socket = current?.descriptors.find(fd);
      if (!current || !socket) return 0;
      current.memory().HEAP32[result >>> 2] = Number(
        call(() => {
          socket.shutdown(how);
          return 0;
        })(),
      );
      return 1;
    },
    _try_fcntl64: (fd: number, command: number, argument: number, result: number) => {
      const current = context();
      const socket = current?.descriptors.find(fd);
      if (!current || !socket || (command !== fileControl.getFlags && command !== fileControl.setFlags)) return 0;
      const { HEAP32 } = current.memory();
      // `argument` points to the variable arguments.
      if (command === fileControl.setFlags) socket.isNonBlocking = ((HEAP32[argument >>> 2] ?? 0) & nonBlockingType) !== 0;
      HEAP32[result >>> 2] = command === fileControl.getFlags ? (socket.isNonBlocking ? nonBlockingType | 2 : 2) : 0;
      return 1;
    },
    getaddrinfo: (node: number, service: number, hints: number, out: number) => {
      const current = context();
      if (!current) return lookupError.EAI_FAIL;
      try {
        return getAddressInfo(current, node >>> 0, service >>> 0, hints >>> 0, out >>> 0);
      } catch (error) {
        // An interrupt as well: Python looks at its signals next.
        faults.errnoOf(error);
        return lookupError.EAI_AGAIN;
      }
    },
  };
}

function openSocket(c: SystemCallContext, domain = 0, type = 0): number {
  if (domain !== addressFamily.inet) throw new SystemCallError(errno.EAFNOSUPPORT);
  const socket = c.createSocket(type & 15);
  socket.isNonBlocking = (type & nonBlockingType) !== 0;
  return c.descriptors.add(socket);
}

function connectSocket(c: SystemCallContext, fd = 0, pointer = 0): number {
  const socket = c.descriptors.require(fd);
  const { HEAPU8 } = c.memory();
  if (((HEAPU8[pointer] ?? 0) | ((HEAPU8[pointer + 1] ?? 0) << 8)) === addressFamily.unspecified) socket.disconnect();
  else socket.connect(readAddress(c, socket, pointer));
  return 0;
}

function sendMessage(c: SystemCallContext, fd = 0, message = 0, flags = 0): number {
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

function receiveMessage(c: SystemCallContext, fd = 0, message = 0, flags = 0): number {
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

function getOption(c: SystemCallContext, fd = 0, optionLevel = 0, name = 0, valuePointer = 0, lengthPointer = 0): number {
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

/** `struct pollfd { int fd; short events, revents; }` */
function poll(c: SystemCallContext, pointer = 0, count = 0, timeoutMs = 0): number {
  const { descriptors } = c;
  let ready = 0;
  const look = (): boolean => {
    const { HEAP32, HEAPU8 } = c.memory();
    ready = 0;
    for (let index = 0; index < count; index++) {
      const at = (pointer >>> 0) + index * 8;
      const fd = HEAP32[at >>> 2] ?? -1;
      const wanted = (HEAPU8[at + 4] ?? 0) | ((HEAPU8[at + 5] ?? 0) << 8);
      const bits = fd < 0 ? 0 : (descriptors.pollBits(fd) ?? pollBit.invalid) & (wanted | pollBit.error | pollBit.hungUp | pollBit.invalid);
      HEAPU8[at + 6] = bits & 0xff;
      HEAPU8[at + 7] = bits >>> 8;
      if (bits !== 0) ready++;
    }
    return ready > 0;
  };
  if (timeoutMs === 0) c.settleSent();
  if (look() || timeoutMs === 0) return ready;
  const outcome = c.wait(look, timeoutMs < 0 ? Number.POSITIVE_INFINITY : timeoutMs);
  return outcome === 'interrupted' ? -errno.EINTR : ready;
}

/** A `sockaddr_in`. For a socket of IPv6 the address is a surrogate. */
function readAddress(c: SystemCallContext, socket: PythonSocket, pointer: number): SocketAddress {
  const at = pointer >>> 0;
  const { HEAPU8 } = c.memory();
  if (((HEAPU8[at] ?? 0) | ((HEAPU8[at + 1] ?? 0) << 8)) !== addressFamily.inet) throw new SystemCallError(errno.EAFNOSUPPORT);
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

function writeAddress(
  c: SystemCallContext,
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
function readPacked(c: SystemCallContext, socket: PythonSocket, pointer: number): Int32Array | undefined {
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

function writePacked(
  c: SystemCallContext,
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

/**
 * `getaddrinfo` of the C library, which CPython uses for names in `connect`, `bind` and `gethostbyname`; it reads the first
 * result only. The Python layer has its own for `socket.getaddrinfo`. The result is freed by the C library, in two pieces.
 */
function getAddressInfo(c: SystemCallContext, node: number, service: number, hints: number, out: number): number {
  const { UTF8ToString, _malloc } = c.memory();
  const port = service === 0 ? 0 : Number.parseInt(UTF8ToString(service), 10);
  if (Number.isNaN(port)) return lookupError.EAI_SERVICE;
  const isPassive = hints !== 0 && ((c.memory().HEAP32[hints >>> 2] ?? 0) & 1) !== 0;
  const host = node === 0 ? (isPassive ? '0.0.0.0' : '127.0.0.1') : UTF8ToString(node);
  const found = host === '' ? { addresses: [] } : c.lookup(host);
  if ('error' in found) return found.error;
  const first = found.addresses.find((address) => address.family === 4) ?? literalAddress(host);
  if (first?.family !== 4) return lookupError.EAI_NONAME;
  const type = hints === 0 ? 1 : (c.memory().HEAP32[(hints + 8) >>> 2] ?? 0) || 1;
  const addressPointer = _malloc(16);
  const infoPointer = _malloc(32);
  if (addressPointer === 0 || infoPointer === 0) return lookupErrorOf('EAI_MEMORY');
  const { HEAP32, HEAPU32, HEAPU8 } = c.memory();
  HEAPU8.fill(0, addressPointer, addressPointer + 16);
  HEAPU8[addressPointer] = addressFamily.inet;
  HEAPU8[addressPointer + 2] = port >>> 8;
  HEAPU8[addressPointer + 3] = port & 0xff;
  parseIpv4(first.host, HEAPU8.subarray(addressPointer + 4, addressPointer + 8));
  HEAP32.set([0, addressFamily.inet, type, type === 2 ? 17 : 6, 16, addressPointer, 0, 0], infoPointer >>> 2);
  HEAPU32[out >>> 2] = infoPointer;
  return 0;
}
