import { errno, SystemCallError } from './errnos.ts';
import type { Faults } from './faults.ts';
import type { FileNode, FileStream, FileSystem, InterpreterMemory, StreamOperations } from './interpreter.ts';
import { type PythonSocket, pollBit } from './pythonSocket.ts';

const socketMode = 0o140777;
const readWrite = 2;
const ioctl = { setNonBlocking: 0x5421, readableBytes: 0x541b } as const;

/** Gives sockets descriptors in the interpreter's own table, so that `read`, `write`, `close` and `dup` find them too. */
export class Descriptors {
  private readonly sockets = new WeakMap<FileNode, PythonSocket>();
  private readonly operations: StreamOperations;
  private made = 0;

  constructor(
    private readonly fs: FileSystem,
    private readonly memory: () => InterpreterMemory,
    private readonly faults: Faults,
  ) {
    this.operations = this.makeOperations();
  }

  /** Opens a descriptor for the socket. */
  add(socket: PythonSocket): number {
    const name = `socket:[${++this.made}]`;
    const node = new this.fs.FSNode(this.fs.root, name, socketMode, 0);
    node.node_ops = {};
    this.sockets.set(node, socket);
    return this.fs.createStream({ path: name, node, flags: readWrite, seekable: false, stream_ops: this.operations }).fd;
  }

  find(fd: number): PythonSocket | undefined {
    const stream = this.fs.getStream(fd);
    return stream ? this.sockets.get(stream.node) : undefined;
  }

  require(fd: number): PythonSocket {
    const stream = this.fs.getStream(fd);
    if (!stream) throw new SystemCallError(errno.EBADF);
    const socket = this.sockets.get(stream.node);
    if (!socket) throw new SystemCallError(errno.ENOTSOCK);
    return socket;
  }

  /** `poll` bits of any open descriptor; undefined when it is not open. */
  pollBits(fd: number): number | undefined {
    const stream = this.fs.getStream(fd);
    if (!stream) return undefined;
    return stream.stream_ops.poll ? stream.stream_ops.poll(stream, -1) : pollBit.in | pollBit.out;
  }

  private of(stream: FileStream): PythonSocket {
    const socket = this.sockets.get(stream.node);
    if (!socket) throw new this.fs.ErrnoError(errno.ENOTSOCK);
    return socket;
  }

  private makeOperations(): StreamOperations {
    const guarded = <T>(task: () => T): T => {
      try {
        return task();
      } catch (error) {
        if (error instanceof this.fs.ErrnoError) throw error;
        throw new this.fs.ErrnoError(this.faults.errnoOf(error));
      }
    };
    return {
      poll: (stream) => this.of(stream).pollBits(),
      ioctl: (stream, request, argument) => guarded(() => this.control(this.of(stream), request, argument)),
      read: (stream, buffer, offset, length) => guarded(() => this.of(stream).receive(asBytes(buffer), offset, length, 0).length),
      write: (stream, buffer, offset, length) => guarded(() => this.of(stream).send(asBytes(buffer), offset, length, 0, undefined)),
      dup: (stream) => {
        this.of(stream).references++;
      },
      close: (stream) => {
        const socket = this.of(stream);
        if (--socket.references === 0) guarded(() => socket.close());
      },
      getattr: (stream) => statOf(stream.node),
    };
  }

  private control(socket: PythonSocket, request: number, argument: number): number {
    const { HEAP32 } = this.memory();
    if (request === ioctl.setNonBlocking) socket.isNonBlocking = HEAP32[argument >>> 2] !== 0;
    else if (request === ioctl.readableBytes) HEAP32[argument >>> 2] = socket.readableBytes;
    else throw new SystemCallError(errno.EINVAL);
    return 0;
  }
}

/** Emscripten hands its signed view of the memory to `read` and `write`. */
function asBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function statOf(node: FileNode): object {
  const never = new Date(0);
  return {
    dev: 0,
    ino: node.id,
    mode: node.mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: 0,
    atime: never,
    mtime: never,
    ctime: never,
    blksize: 4096,
    blocks: 0,
  };
}
