import { fail, ok, type Result } from './result.ts';

export interface HostPort {
  /** An address or a name, not resolved. */
  readonly host: string;
  readonly port: number;
}

/**
 * Parses the `host port` text of network options, such as `127.0.0.1 8000` or `:: 8000`. What follows the port is ignored, as in
 * the reference. The error is a sentence.
 */
export function parseHostPort(text: string, lowestPort: 0 | 1): Result<HostPort, string> {
  const [host, port] = text.trim().split(/\s+/);
  if (!host) return fail('Write an address and a port, such as "127.0.0.1 8000".');
  if (port === undefined) return fail(`"${host}" has no port. Write the port after the address, such as "${host} 8000".`);
  const number = parsePort(port);
  if (number === undefined || number < lowestPort) return fail(`"${port}" is not a port. Ports go from ${lowestPort} to 65535.`);
  return ok({ host, port: number });
}

/** A decimal port number, or undefined. */
export function parsePort(text: string): number | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}
