import { type AddressInfoContext, getAddressInfo } from './addressInfo.ts';
import { errno, lookupError, SystemCallError } from './errnos.ts';
import type { Faults } from './faults.ts';
import { getOption } from './getOption.ts';
import type { InterpreterImports, SystemCall } from './interpreter.ts';
import { type PythonSocket, pollBit } from './pythonSocket.ts';
import { addressFamily, readAddress, readFamily, readPacked, writeAddress, writePacked } from './sockaddr.ts';
import { type MessageContext, receiveMessage, sendMessage } from './socketMessages.ts';

const nonBlockingType = 2048;
const fileControl = { getFlags: 3, setFlags: 4 } as const;

/** What the system calls work on; complete once `install` ran. */
export interface SystemCallContext extends MessageContext, AddressInfoContext {
  createSocket(type: number): PythonSocket;
  wait(isDone: () => boolean, timeoutMs: number): 'done' | 'timedOut' | 'interrupted';
  /** Lets what was sent on this machine arrive. */
  settleSent(): void;
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
    __syscall_listen: call((c, fd = 0) => {
      c.descriptors.require(fd).listen();
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
  if (readFamily(c, pointer) === addressFamily.unspecified) socket.disconnect();
  else socket.connect(readAddress(c, socket, pointer));
  return 0;
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
