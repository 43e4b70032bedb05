/**
 * What the system threw away because a socket's receive buffer was full. Linux alone tells, in /proc/net/udp and /proc/net/udp6
 * (proc(5)): a line per socket, the local address as 32-bit words in the processor's order, the count in the last column.
 */
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

const periodMs = 1000;

/** Asks once a second, as long as something arrives, what was dropped for a socket; on other systems than Linux never again. */
export class KernelDropWatch implements Disposable {
  private hasReceived = false;
  private known = 0;
  private readonly timer: Disposable;

  constructor(
    /** As `socket.address()` names it. */
    private readonly local: { readonly address: string; readonly port: number },
    clock: Clock,
    private readonly parts: {
      readonly readTable: (file: string) => Promise<string>;
      /** So many more than at the last look. */
      readonly onDropped: (datagrams: number) => void;
    },
  ) {
    this.timer = clock.every(periodMs, () => {
      if (!this.hasReceived) return;
      this.hasReceived = false;
      this.look().catch(() => this.dispose());
    });
  }

  didReceive(): void {
    this.hasReceived = true;
  }

  dispose(): void {
    this.timer.dispose();
  }

  private async look(): Promise<void> {
    const { address, port } = this.local;
    const drops = dropsIn(await this.parts.readTable(socketTableFor(address)), address, port);
    if (drops > this.known) this.parts.onDropped(drops - this.known);
    this.known = Math.max(drops, this.known);
  }
}

/** Where the sockets of this address are listed. */
function socketTableFor(address: string): string {
  return address.includes(':') ? '/proc/net/udp6' : '/proc/net/udp';
}

/** Datagrams dropped so far for the socket bound to this address, 0 when the table does not have it. */
export function dropsIn(table: string, address: string, port: number): number {
  const local = `${hexOf(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/);
    if (columns[1] === local) return Number(columns.at(-1));
  }
  return 0;
}

function hexOf(address: string): string {
  const bytes = address.includes(':') ? bytesOfIpv6(address) : bytesOfIpv4(address);
  const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  const words = Array.from({ length: hex.length / 4 }, (_, word) => hex.slice(word * 4, word * 4 + 4));
  return words.map((word) => word.reverse().join('')).join('');
}

function bytesOfIpv4(address: string): number[] {
  return address.split('.').map(Number);
}

function bytesOfIpv6(address: string): number[] {
  const [plain = ''] = address.split('%');
  const [head = '', tail] = plain.split('::');
  const front = groupsToBytes(head);
  const back = groupsToBytes(tail ?? '');
  return [...front, ...new Array<number>(16 - front.length - back.length).fill(0), ...back];
}

function groupsToBytes(groups: string): number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return bytesOfIpv4(group);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}
