import type { SocketOption } from '../../core/contract/socketLink.ts';
import { formatIpv4, formatIpv6 } from './packedAddress.ts';

/** Levels and names as the interpreter's C library numbers them (Linux's). */
export const level = { ip: 0, socket: 1, tcp: 6, ipv6: 41 } as const;

export const socketOptionName = {
  reuseAddress: 2,
  type: 3,
  error: 4,
  broadcast: 6,
  sendBuffer: 7,
  receiveBuffer: 8,
  keepAlive: 9,
  linger: 13,
  reusePort: 15,
  acceptsConnections: 30,
  protocol: 38,
  domain: 39,
} as const;

/** `undefined`: valid, but nothing has to be done for it here. */
export type OptionEffect = { readonly option: SocketOption | undefined } | 'unknown';

/** What a `setsockopt` means. `value` is its number, or its bytes for structures. */
export function optionEffect(optionLevel: number, name: number, value: number, bytes: Uint8Array | undefined): OptionEffect {
  const isOn = value !== 0;
  switch (optionLevel) {
    case level.socket:
      return { option: socketLevel(name, isOn, value) };
    case level.tcp:
      return { option: name === 1 ? { name: 'noDelay', isOn } : undefined };
    case level.ip:
      return ipLevel(name, value, bytes);
    case level.ipv6:
      return ipv6Level(name, value, bytes);
    default:
      return 'unknown';
  }
}

function socketLevel(name: number, isOn: boolean, value: number): SocketOption | undefined {
  switch (name) {
    case socketOptionName.reuseAddress:
    case socketOptionName.reusePort:
      return { name: 'reuseAddress', isOn };
    case socketOptionName.broadcast:
      return { name: 'broadcast', isOn };
    case socketOptionName.keepAlive:
      return { name: 'keepAlive', isOn, idleSeconds: 0 };
    case socketOptionName.receiveBuffer:
      return { name: 'receiveBufferBytes', value };
    case socketOptionName.sendBuffer:
      return { name: 'sendBufferBytes', value };
    default:
      return undefined;
  }
}

function ipLevel(name: number, value: number, bytes: Uint8Array | undefined): OptionEffect {
  switch (name) {
    case 1:
      return { option: undefined };
    case 2:
      return { option: { name: 'ttl', value } };
    case 32:
      return { option: { name: 'multicastInterface', address: interfaceOf(bytes, value) } };
    case 33:
      return { option: { name: 'multicastTtl', value } };
    case 34:
      return { option: { name: 'multicastLoopback', isOn: value !== 0 } };
    case 35:
    case 36:
      return membership(name === 35 ? 'joinGroup' : 'leaveGroup', bytes);
    case 39:
    case 40:
      return sourceMembership(name === 39 ? 'joinSource' : 'leaveSource', bytes);
    default:
      return 'unknown';
  }
}

/** An `in_addr`, or the last two fields of an `ip_mreqn`. */
function interfaceOf(bytes: Uint8Array | undefined, value: number): string {
  if (!bytes || bytes.length < 4) return formatIpv4(new Uint8Array([value, value >>> 8, value >>> 16, value >>> 24]));
  return formatIpv4(bytes.length >= 8 ? bytes.subarray(4, 8) : bytes);
}

/** `ip_mreq`: group, interface. */
function membership(name: 'joinGroup' | 'leaveGroup', bytes: Uint8Array | undefined): OptionEffect {
  if (!bytes || bytes.length < 8) return 'unknown';
  return { option: { name, group: formatIpv4(bytes), interface: formatIpv4(bytes.subarray(4, 8)) } };
}

/** `ip_mreq_source`: group, interface, source. */
function sourceMembership(name: 'joinSource' | 'leaveSource', bytes: Uint8Array | undefined): OptionEffect {
  if (!bytes || bytes.length < 12) return 'unknown';
  return {
    option: { name, group: formatIpv4(bytes), interface: formatIpv4(bytes.subarray(4, 8)), source: formatIpv4(bytes.subarray(8, 12)) },
  };
}

function ipv6Level(name: number, value: number, bytes: Uint8Array | undefined): OptionEffect {
  switch (name) {
    case 16:
      return { option: { name: 'ttl', value } };
    case 17:
      return { option: { name: 'multicastInterface', address: `::%${value}` } };
    case 18:
      return { option: { name: 'multicastTtl', value } };
    case 19:
      return { option: { name: 'multicastLoopback', isOn: value !== 0 } };
    case 20:
    case 21: {
      // `ipv6_mreq`: group, interface index.
      if (!bytes || bytes.length < 20) return 'unknown';
      const index = new DataView(bytes.buffer, bytes.byteOffset).getUint32(16, true);
      const group = formatIpv6(bytes.subarray(0, 16));
      return { option: { name: name === 20 ? 'joinGroup' : 'leaveGroup', group, interface: index === 0 ? '' : `::%${index}` } };
    }
    case 26:
      return { option: { name: 'v6Only', isOn: value !== 0 } };
    default:
      return { option: undefined };
  }
}
