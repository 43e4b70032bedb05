/** What this part needs of the running interpreter. `python/worker/bootInterpreter.ts` hands it in. */
export interface InterpreterMemory {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPU32: Uint32Array;
  readonly _malloc: (bytes: number) => number;
  readonly UTF8ToString: (pointer: number) => string;
}

// biome-ignore lint/suspicious/noExplicitAny: each import has its own signature, known to the override that replaces it
export type SystemCall = (...args: any[]) => unknown;

export interface InterpreterImports {
  readonly table: Record<string, SystemCall>;
  /** Undefined until the boot has finished. */
  readonly running: () => { readonly module: InterpreterMemory } | undefined;
}

/** Emscripten's file system, as far as descriptors of our own need it. */
export interface FileSystem {
  readonly ErrnoError: new (errno: number) => Error;
  readonly FSNode: new (parent: object, name: string, mode: number, device: number) => FileNode;
  readonly root: object;
  createStream(stream: FileStreamInit, fd?: number): FileStream;
  getStream(fd: number): FileStream | null | undefined;
  makedev(major: number, minor: number): number;
  registerDevice(device: number, operations: StreamOperations): void;
  mkdev(path: string, mode: number, device: number): unknown;
  analyzePath(path: string): { readonly exists: boolean };
}

export interface FileNode {
  readonly id: number;
  readonly mode: number;
  node_ops: object;
}

interface FileStreamInit {
  readonly path: string;
  readonly node: FileNode;
  readonly flags: number;
  readonly seekable: boolean;
  readonly stream_ops: StreamOperations;
}

export interface FileStream {
  readonly fd: number;
  readonly node: FileNode;
  readonly stream_ops: StreamOperations;
}

export interface StreamOperations {
  poll?(stream: FileStream, timeoutMs: number): number;
  ioctl?(stream: FileStream, request: number, argument: number): number;
  open?(stream: FileStream): void;
  read?(stream: FileStream, buffer: Uint8Array, offset: number, length: number): number;
  write?(stream: FileStream, buffer: Uint8Array, offset: number, length: number): number;
  close?(stream: FileStream): void;
  dup?(stream: FileStream): void;
  getattr?(stream: FileStream): object;
}
