import type { SocketAddress } from '../../core/contract/socketLink.ts';
import { formatIpv4 } from './packedAddress.ts';

/** Addresses that one interpreter has seen; older ones are forgotten. */
const maxKnown = 65_536;

/**
 * The interpreter's `_socket` was built without IPv6: it can carry IPv4 addresses only. An IPv6 address goes through it as a
 * number in the reserved block 240.0.0.0/4 that stands for it; the Python layer and the system calls translate at both ends.
 */
export class Ipv6Surrogates {
  private readonly addresses = new Map<number, SocketAddress>();
  private readonly numbers = new Map<string, number>();
  private made = 0;

  /** The dotted quad that stands for an IPv6 host. */
  surrogateOf(host: string, scope: string | undefined): string {
    const n = this.numberOf(host, scope);
    return formatIpv4(new Uint8Array([240 | (n >>> 24), n >>> 16, n >>> 8, n]));
  }

  /** The address behind a dotted quad, with the port of the quad's own address; undefined when it stands for none. */
  original(surrogate: SocketAddress): SocketAddress | undefined {
    const [a = 0, b = 0, c = 0, d = 0] = surrogate.host.split('.').map(Number);
    if (a < 240) return undefined;
    const known = this.addresses.get(((a & 15) << 24) | (b << 16) | (c << 8) | d);
    return known && { ...known, port: surrogate.port };
  }

  toSurrogate(address: SocketAddress): SocketAddress {
    return { family: 4, host: this.surrogateOf(address.host, address.scope), port: address.port };
  }

  private numberOf(host: string, scope: string | undefined): number {
    const key = `${host}%${scope ?? ''}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const made = ++this.made % maxKnown;
    const forgotten = this.addresses.get(made);
    if (forgotten) this.numbers.delete(`${forgotten.host}%${forgotten.scope ?? ''}`);
    this.numbers.set(key, made);
    this.addresses.set(made, { family: 6, host, port: 0, ...(scope === undefined ? {} : { scope }) });
    return made;
  }
}
