import { makeControlDevice } from './controlDevice.ts';
import { DatagramSocket } from './datagramSocket.ts';
import { Descriptors } from './descriptors.ts';
import { errno, SystemCallError } from './errnos.ts';
import { Faults } from './faults.ts';
import type { FileSystem, InterpreterImports, InterpreterMemory } from './interpreter.ts';
import { Ipv6Surrogates } from './ipv6Surrogates.ts';
import { type PythonSocket, pollBit } from './pythonSocket.ts';
import { SocketActions } from './socketActions.ts';
import { SocketClient } from './socketClient.ts';
import { SocketRegistry, type StageCommit } from './socketRegistry.ts';
import type { SocketLink } from './socketService.ts';
import { StreamSocket } from './streamSocket.ts';
import { overrideSystemCalls, type SystemCallContext } from './systemCalls.ts';

export type { SocketLink } from './socketService.ts';

/** The interpreter once it runs. */
interface RunningInterpreter {
  readonly pyodide: { readonly FS: FileSystem; runPython(code: string): unknown };
  readonly module: InterpreterMemory;
}

/** More than that, and something opens sockets without ever closing them. */
const maxSockets = 1_024;

/**
 * Real sockets for one interpreter. CPython's own `_socket` and `select` stay as they are; the system calls under them are
 * answered here, and what waits is waited for in the calling thread, where an interrupt ends it.
 */
export class PythonSockets {
  private readonly client: SocketClient;
  private readonly registry = new SocketRegistry();
  private readonly surrogates = new Ipv6Surrogates();
  private readonly faults: Faults;
  private context: SystemCallContext | undefined;

  constructor(
    link: SocketLink,
    /** The buffer that Pyodide's `setInterruptBuffer` got. */
    interruptWords: Int32Array | Uint8Array,
    /** Told of our own bugs, which Python sees as failed calls. */
    reportFault: (message: string) => void,
  ) {
    this.client = new SocketClient(link, interruptWords);
    this.faults = new Faults(reportFault);
  }

  /** Before the interpreter is instantiated. */
  overrideImports(imports: InterpreterImports): void {
    overrideSystemCalls(imports, () => this.context, this.faults);
  }

  /** After the boot (or a restored snapshot) and before any code of a user. */
  install(booted: RunningInterpreter): void {
    const memory = () => booted.module;
    const descriptors = new Descriptors(booted.pyodide.FS, memory, this.faults);
    const actions = new SocketActions(this.client, descriptors, this.surrogates);
    makeControlDevice(booted.pyodide.FS, actions, this.faults);
    this.context = {
      descriptors,
      surrogates: this.surrogates,
      memory,
      createSocket: (type) => this.createSocket(type),
      wait: (isDone, timeoutMs) => this.client.wait(isDone, timeoutMs),
      settleSent: () => this.client.settleSent(),
      lookup: (host) => actions.lookup(host, 0),
    };
    booted.pyodide.runPython('import patchmonster_sockets\npatchmonster_sockets.install()\n');
  }

  /**
   * What `select` would say of reading from a descriptor: a socket, a pipe or a file. A socket without a connection and one
   * whose peer is gone count as readable.
   */
  readiness(fd: number): 'readable' | 'idle' | 'closed' {
    const bits = this.context?.descriptors.pollBits(fd);
    if (bits === undefined || bits === pollBit.invalid) return 'closed';
    return bits & (pollBit.in | pollBit.hungUp | pollBit.error) ? 'readable' : 'idle';
  }

  /** Whether the wake word is bumped when the socket becomes readable. Other descriptors can't be watched; they only poll. */
  watch(fd: number, isWatched: boolean): void {
    const socket = this.context?.descriptors.find(fd);
    if (socket) socket.isWatched = isWatched;
  }

  /** From here on sockets belong to `owner`, and a `bind` takes over what older sockets hold; see `SocketRegistry`. */
  openStage(owner: string): void {
    this.registry.openStage(owner);
  }

  /** Sockets are given by their descriptors. */
  commitStage({ retired, kept, left }: StageCommit<number>): void {
    const socketsOf = (fds: readonly number[]) => fds.flatMap((fd) => this.context?.descriptors.find(fd) ?? []);
    this.registry.commitStage({ retired, kept: socketsOf(kept), left: socketsOf(left) });
  }

  rollbackStage(): void {
    this.registry.rollbackStage();
  }

  /** Closes everything. Sockets that Python still holds answer with errors. */
  dispose(): void {
    this.registry.closeAll();
    this.client.dispose();
  }

  private createSocket(type: number): PythonSocket {
    if (this.registry.size >= maxSockets) throw new SystemCallError(errno.EMFILE);
    const socket = makeSocket(type, this.client, this.registry);
    this.registry.add(socket);
    return socket;
  }
}

function makeSocket(type: number, client: SocketClient, registry: SocketRegistry): PythonSocket {
  if (type === 1) return new StreamSocket(client, registry);
  if (type === 2) return new DatagramSocket(client, registry);
  throw new SystemCallError(errno.EPROTONOSUPPORT);
}
