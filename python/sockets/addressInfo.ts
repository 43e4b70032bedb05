import { literalAddress } from './dns.ts';
import { lookupError, lookupErrorOf } from './errnos.ts';
import type { InterpreterMemory } from './interpreter.ts';
import { parseIpv4 } from './packedAddress.ts';
import { addressFamily } from './sockaddr.ts';
import type { LookupOutcome } from './socketActions.ts';

export interface AddressInfoContext {
  readonly memory: () => InterpreterMemory;
  lookup(host: string): LookupOutcome;
}

/**
 * `getaddrinfo` of the C library, which CPython uses for names in `connect`, `bind` and `gethostbyname`; it reads the first
 * result only. The Python layer has its own for `socket.getaddrinfo`. The result is freed by the C library, in two pieces.
 */
export function getAddressInfo(c: AddressInfoContext, node: number, service: number, hints: number, out: number): number {
  const { UTF8ToString, _malloc } = c.memory();
  const port = service === 0 ? 0 : Number.parseInt(UTF8ToString(service), 10);
  if (Number.isNaN(port)) return lookupError.EAI_SERVICE;
  const isPassive = hints !== 0 && ((c.memory().HEAP32[hints >>> 2] ?? 0) & 1) !== 0;
  const host = node === 0 ? (isPassive ? '0.0.0.0' : '127.0.0.1') : UTF8ToString(node);
  const found = host === '' ? { addresses: [] } : c.lookup(host);
  if ('error' in found) return found.error;
  const first = found.addresses.find((address) => address.family === 4) ?? literalAddress(host);
  if (first?.family !== 4) return lookupError.EAI_NONAME;
  const type = hints === 0 ? 1 : (c.memory().HEAP32[(hints + 8) >>> 2] ?? 0) || 1;
  const addressPointer = _malloc(16);
  const infoPointer = _malloc(32);
  if (addressPointer === 0 || infoPointer === 0) return lookupErrorOf('EAI_MEMORY');
  const { HEAP32, HEAPU32, HEAPU8 } = c.memory();
  HEAPU8.fill(0, addressPointer, addressPointer + 16);
  HEAPU8[addressPointer] = addressFamily.inet;
  HEAPU8[addressPointer + 2] = port >>> 8;
  HEAPU8[addressPointer + 3] = port & 0xff;
  parseIpv4(first.host, HEAPU8.subarray(addressPointer + 4, addressPointer + 8));
  HEAP32.set([0, addressFamily.inet, type, type === 2 ? 17 : 6, 16, addressPointer, 0, 0], infoPointer >>> 2);
  HEAPU32[out >>> 2] = infoPointer;
  return 0;
}
