import type { IpFamily, SocketAddress } from '../../core/contract/socketLink.ts';

/**
 * An address in six 32-bit words, as it lies in the rings and headers:
 * [family (0 = none, 4, 6) | port << 16, four words of address bytes in network order, interface index].
 * IPv4 uses the first address word only.
 */
export const packedWords = 6;

export function packAddress(address: SocketAddress, into: Int32Array, at = 0): void {
  const bytes = new Uint8Array(into.buffer, into.byteOffset + (at + 1) * 4, 16);
  into.fill(0, at, at + packedWords);
  into[at] = address.family | (address.port << 16);
  if (address.family === 4) parseIpv4(address.host, bytes);
  else parseIpv6(address.host, bytes);
  into[at + 5] = Number.parseInt(address.scope ?? '0', 10) || 0;
}

/** Undefined when none was packed there. */
export function unpackAddress(words: Int32Array, at = 0): SocketAddress | undefined {
  const head = words[at] ?? 0;
  const family = head & 0xffff;
  if (family !== 4 && family !== 6) return undefined;
  const bytes = new Uint8Array(words.buffer, words.byteOffset + (at + 1) * 4, 16);
  const port = head >>> 16;
  const scope = words[at + 5] ?? 0;
  if (family === 4) return { family, host: formatIpv4(bytes), port };
  return { family, host: formatIpv6(bytes), port, ...(scope === 0 ? {} : { scope: String(scope) }) };
}

export function formatIpv4(bytes: Uint8Array): string {
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
}

/** Writes four bytes; false when the text is no dotted quad. */
export function parseIpv4(text: string, into: Uint8Array): boolean {
  const parts = text.split('.');
  if (parts.length !== 4) return false;
  for (const [index, part] of parts.entries()) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return false;
    into[index] = Number(part);
  }
  return true;
}

/** RFC 5952: lower case, the longest run of zero groups shortened, IPv4-mapped addresses with a dotted tail. */
export function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return `::ffff:${formatIpv4(bytes.subarray(12))}`;
  const { start, length } = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (start + length < groups.length && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** Writes sixteen bytes; false when the text is no IPv6 address. A zone after `%` is ignored. */
export function parseIpv6(text: string, into: Uint8Array): boolean {
  const [address = ''] = text.split('%');
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const head = parseGroups(halves[0] ?? '');
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '') : [];
  if (!head || !tail) return false;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return false;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  for (const [index, group] of groups.entries()) {
    into[index * 2] = group >>> 8;
    into[index * 2 + 1] = group & 0xff;
  }
  return true;
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const quad = new Uint8Array(4);
      if (!parseIpv4(part, quad)) return undefined;
      groups.push(((quad[0] ?? 0) << 8) | (quad[1] ?? 0), ((quad[2] ?? 0) << 8) | (quad[3] ?? 0));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups.length <= 8 ? groups : undefined;
}

/** A host of this machine, as far as its text says. */
export function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1' || isAnyHost(host);
}

export function isAnyHost(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

export function anyHost(family: IpFamily): string {
  return family === 4 ? '0.0.0.0' : '::';
}

/** What Node calls the family in its answers: a text or a number, by version. */
export function familyOf(family: string | number): IpFamily {
  return family === 'IPv6' || family === 6 ? 6 : 4;
}
