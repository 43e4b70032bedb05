import { lookup, lookupService } from 'node:dns/promises';
import type { IpFamily, SocketAddress } from '../../core/contract/socketLink.ts';
import { familyOf, parseIpv4, parseIpv6 } from './packedAddress.ts';

/**
 * What needs no resolver. `localhost` is 127.0.0.1 (and ::1 when IPv6 is asked for): Python's sockets here are IPv4 unless a program
 * asks otherwise, and a system may list only ::1.
 */
export function knownAddresses(host: string, family: IpFamily | 0): readonly SocketAddress[] | undefined {
  const literal = literalAddress(host);
  if (literal) return family === 0 || family === literal.family ? [literal] : [];
  if (host.toLowerCase() !== 'localhost') return undefined;
  return [family === 6 ? { family, host: '::1', port: 0 } : { family: 4, host: '127.0.0.1', port: 0 }];
}

/** Addresses of a name, IPv4 first. */
export async function lookupAddresses(host: string, family: IpFamily | 0): Promise<readonly SocketAddress[]> {
  const known = knownAddresses(host, family);
  if (known) return known;
  const found = await lookup(host, { all: true, family, order: 'ipv4first' });
  return found.map((entry) => ({ family: familyOf(entry.family), host: entry.address, port: 0 }));
}

export async function reverseLookup(host: string): Promise<string> {
  const { hostname } = await lookupService(host, 0);
  return hostname;
}

/** The address that a text already is. */
export function literalAddress(host: string): SocketAddress | undefined {
  const [address = '', scope] = host.split('%');
  if (parseIpv4(address, new Uint8Array(4))) return { family: 4, host: address, port: 0 };
  if (!address.includes(':') || !parseIpv6(address, new Uint8Array(16))) return undefined;
  return { family: 6, host: address, port: 0, ...(scope === undefined ? {} : { scope }) };
}
