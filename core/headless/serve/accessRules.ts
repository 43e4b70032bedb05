import { timingSafeEqual } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

export const missingToken = 'The token is missing or wrong: open the page by the address that was printed at the start.';

export interface RequestFacts {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly token: string | null;
}

export interface AccessRules {
  /** The port that the server listens on. */
  readonly port: number;
  readonly token: string;
  /** Names that a person reaches this machine by; besides them every plain IP address is taken. */
  readonly hostNames: readonly string[];
}

/**
 * A page of any other site can make a browser send requests to this server. Two things stop it: the `Host` header must be an
 * address or a known name (a foreign name that was rebound to this address is refused), and a WebSocket must come from a page
 * of this very server. The token keeps out other users of this machine and of the network.
 */
export function refusalOf(facts: RequestFacts, rules: AccessRules, kind: 'page' | 'link'): string | undefined {
  const host = parseHost(facts.host);
  if (!host || !isOwnHost(host.name, rules))
    return 'This address is not allowed: open the page by the address that was printed at the start.';
  if (kind === 'link' && facts.origin !== `http://${facts.host}`) return 'Only the page of this server may connect.';
  if (kind === 'page') {
    if (facts.origin !== undefined && facts.origin !== `http://${facts.host}`) return 'Other sites may not read from this server.';
    return undefined;
  }
  if (!isSameToken(facts.token, rules.token))
    return 'The token is missing or wrong: open the page by the address that was printed at the start.';
  return undefined;
}

function parseHost(host: string | undefined): { readonly name: string } | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(host ?? '');
  return match?.[1] ? { name: match[1].replace(/^\[|\]$/g, '').toLowerCase() } : undefined;
}

function isOwnHost(name: string, rules: AccessRules): boolean {
  return isIPv4(name) || isIPv6(name) || name === 'localhost' || rules.hostNames.some((own) => own.toLowerCase() === name);
}

export function isSameToken(given: string | null, expected: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
