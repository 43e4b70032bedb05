import { hostname } from 'node:os';
import type { SocketAddress, TlsSettings } from '../../core/contract/socketLink.ts';
import type { Descriptors } from './descriptors.ts';
import { knownAddresses, literalAddress } from './dns.ts';
import { errno, lookupError, lookupErrorOf, SystemCallError } from './errnos.ts';
import type { Ipv6Surrogates } from './ipv6Surrogates.ts';
import { IoCallError, type SocketClient } from './socketClient.ts';
import { level, optionEffect, socketOptionName } from './socketOptions.ts';

/** `error` is one of `getaddrinfo`'s own numbers. */
export type LookupOutcome = { readonly addresses: readonly SocketAddress[] } | { readonly error: number };

/** What the Python layer asks for beside the system calls; see `patchmonster_sockets/_device.py` for the other end. */
export type Action =
  | {
      readonly do: 'setOption';
      readonly fd: number;
      readonly level: number;
      readonly name: number;
      readonly value: number;
      readonly bytes?: readonly number[];
    }
  | { readonly do: 'useIpv6'; readonly fd: number }
  | { readonly do: 'isIpv6'; readonly fd: number }
  | { readonly do: 'toSurrogate'; readonly host: string; readonly scope: number }
  | { readonly do: 'fromSurrogate'; readonly host: string }
  | { readonly do: 'lookup'; readonly host: string; readonly family: 0 | 4 | 6 }
  | { readonly do: 'reverseLookup'; readonly host: string }
  | { readonly do: 'hostName' }
  | { readonly do: 'startTls'; readonly fd: number; readonly settings: TlsSettings; readonly timeoutMs?: number };

export class SocketActions {
  constructor(
    private readonly client: SocketClient,
    private readonly descriptors: Descriptors,
    private readonly surrogates: Ipv6Surrogates,
  ) {}

  /** The answer is plain data; a `SystemCallError` becomes an OSError in Python. */
  perform(action: Action): unknown {
    switch (action.do) {
      case 'setOption':
        return this.setOption(action);
      case 'useIpv6':
        this.descriptors.require(action.fd).family = 6;
        return null;
      case 'isIpv6':
        return this.descriptors.find(action.fd)?.family === 6;
      case 'toSurrogate':
        return this.toSurrogate(action.host, action.scope);
      case 'fromSurrogate':
        return this.surrogates.original({ family: 4, host: action.host, port: 0 }) ?? null;
      case 'lookup':
        return this.lookup(action.host, action.family);
      case 'reverseLookup':
        return this.reverseLookup(action.host);
      case 'hostName':
        return hostname();
      case 'startTls':
        return this.startTls(action.fd, action.settings, action.timeoutMs ?? Number.POSITIVE_INFINITY);
      default:
        throw new SystemCallError(errno.EINVAL);
    }
  }

  lookup(host: string, family: 0 | 4 | 6): LookupOutcome {
    try {
      // Without the way over another thread, which a tick of the watchdog would cut short on a busy machine.
      const found = knownAddresses(host, family) ?? this.client.call({ op: 'lookup', host, family });
      const addresses = Array.isArray(found) ? (found satisfies readonly SocketAddress[]) : [];
      return addresses.length > 0 ? { addresses } : { error: lookupError.EAI_NONAME };
    } catch (error) {
      if (error instanceof IoCallError) return { error: lookupErrorOf(error.code) };
      if (error instanceof SystemCallError && error.errno !== errno.EINTR) return { error: lookupError.EAI_AGAIN };
      throw error;
    }
  }

  private setOption(action: Extract<Action, { do: 'setOption' }>): null {
    const socket = this.descriptors.require(action.fd);
    const bytes = action.bytes && new Uint8Array(action.bytes);
    const effect = optionEffect(action.level, action.name, action.value, bytes);
    if (effect === 'unknown') throw new SystemCallError(errno.ENOPROTOOPT);
    if (effect.option) socket.setOption(effect.option);
    socket.rememberOption(action.level, action.name, rememberedValue(action, bytes));
    return null;
  }

  private toSurrogate(host: string, scope: number): string {
    const literal = literalAddress(host);
    if (literal?.family !== 6) throw new SystemCallError(errno.EINVAL);
    return this.surrogates.surrogateOf(literal.host, literal.scope ?? (scope === 0 ? undefined : String(scope)));
  }

  private reverseLookup(host: string): unknown {
    try {
      return this.client.call({ op: 'reverseLookup', host });
    } catch (error) {
      if (error instanceof IoCallError) return null;
      throw error;
    }
  }

  /** The answer holds either the outcome or a sentence about why there is none. */
  private startTls(fd: number, settings: TlsSettings, timeoutMs: number): unknown {
    const socket = this.descriptors.require(fd);
    try {
      return { outcome: this.client.call({ op: 'startTls', id: socket.ioId, settings }, timeoutMs) };
    } catch (error) {
      if (error instanceof IoCallError) return { code: error.code, sentence: error.sentence };
      throw error;
    }
  }
}

/** `struct linger { int onoff, seconds; }` is remembered as its seconds, or -1 when it is off. */
function rememberedValue(action: Extract<Action, { do: 'setOption' }>, bytes: Uint8Array | undefined): number {
  if (action.level !== level.socket || action.name !== socketOptionName.linger || !bytes || bytes.length < 8) return action.value;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return view.getInt32(0, true) === 0 ? -1 : view.getInt32(4, true);
}
