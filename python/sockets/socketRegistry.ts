import type { SocketAddress } from '../../core/contract/socketLink.ts';
import { isAnyHost } from './packedAddress.ts';
import type { PythonSocket } from './pythonSocket.ts';

/** How a stage ends well. */
export interface StageCommit<S> {
  /** Owners whose sockets are closed. */
  readonly retired: readonly string[];
  /** Sockets that stay open, whoever opened them. */
  readonly kept: readonly S[];
  /** Sockets that nobody holds any more and that are closed as well. */
  readonly left: readonly S[];
}

interface Takeover {
  readonly from: PythonSocket;
  readonly to: PythonSocket;
}

/**
 * All sockets of an interpreter, and who opened them. While a new version of a module is tried out (a stage), a `bind` of an
 * address that an older socket holds moves the real socket over, with the connections and datagrams that wait in it; when the
 * stage fails, it moves back.
 */
export class SocketRegistry {
  private readonly owners = new Map<PythonSocket, string>();
  private stage: { readonly owner: string; readonly takeovers: Takeover[] } | undefined;

  add(socket: PythonSocket): void {
    this.owners.set(socket, this.stage?.owner ?? '');
  }

  remove(socket: PythonSocket): void {
    this.owners.delete(socket);
  }

  get size(): number {
    return this.owners.size;
  }

  openStage(owner: string): void {
    if (this.stage) throw new Error(`Sockets of ${this.stage.owner} are still being staged`);
    this.stage = { owner, takeovers: [] };
  }

  /** The new version stays. What the old one had and the new one did not keep is closed. */
  commitStage({ retired, kept, left }: StageCommit<PythonSocket>): void {
    const { stage } = this;
    if (!stage) throw new Error('No sockets are being staged');
    this.stage = undefined;
    for (const { from } of stage.takeovers) from.close();
    for (const [socket, owner] of [...this.owners]) {
      if (!left.includes(socket) && (owner === '' || !retired.includes(owner))) continue;
      if (kept.includes(socket)) this.owners.set(socket, stage.owner);
      else socket.retire();
    }
  }

  /** The old version stays: it gets back what was taken over, and what the new one opened is closed. */
  rollbackStage(): void {
    const { stage } = this;
    if (!stage) throw new Error('No sockets are being staged');
    this.stage = undefined;
    for (const { from, to } of stage.takeovers.reverse()) {
      const handle = to.surrender();
      if (handle) from.adopt(handle);
    }
    for (const [socket, owner] of [...this.owners]) if (owner === stage.owner) socket.retire();
  }

  /** Gives `socket` the real socket of an older one that is bound to this address; false when there is none. */
  takeOver(socket: PythonSocket, address: SocketAddress): boolean {
    const { stage } = this;
    if (!stage || address.port === 0) return false;
    for (const [older, owner] of this.owners) {
      if (owner === stage.owner || older.kind !== socket.kind || !older.canBeTakenOver || !holds(older, address)) continue;
      const handle = older.surrender();
      if (!handle) continue;
      socket.adopt(handle);
      socket.boundAs = older.boundAs;
      stage.takeovers.push({ from: older, to: socket });
      return true;
    }
    return false;
  }

  closeAll(): void {
    for (const socket of [...this.owners.keys()]) socket.retire();
  }
}

/** The same host, or one of the two is any host of this machine. */
function holds(socket: PythonSocket, address: SocketAddress): boolean {
  const bound = socket.boundAs;
  if (!bound || bound.family !== address.family) return false;
  return bound.port === address.port && (bound.host === address.host || (isAnyHost(bound.host) && isAnyHost(address.host)));
}
