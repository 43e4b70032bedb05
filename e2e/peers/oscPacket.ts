/**
 * OSC 1.0 packets as a peer of the program sees them. Written apart from the product's own codec on purpose: a mistake there
 * must not be repeated by the test that looks for it.
 */
export interface OscMessage {
  readonly path: string;
  /** Type letters without the comma. */
  readonly types: string;
  readonly args: readonly (number | string)[];
}

export type OscBundleItem = OscMessage | { readonly bundle: readonly OscBundleItem[] } | { readonly hex: string };

export function encodeOscMessage(message: OscMessage): Buffer {
  const parts = [oscString(message.path), oscString(`,${message.types}`)];
  message.args.forEach((value, index) => {
    parts.push(encodeArgument(message.types[index] ?? '', value));
  });
  return Buffer.concat(parts);
}

export function encodeOscBundle(items: readonly OscBundleItem[]): Buffer {
  const parts: Buffer[] = [Buffer.from('#bundle\0'), Buffer.from('0000000000000001', 'hex')];
  for (const item of items) {
    const body = 'bundle' in item ? encodeOscBundle(item.bundle) : 'hex' in item ? Buffer.from(item.hex, 'hex') : encodeOscMessage(item);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length);
    parts.push(size, body);
  }
  return Buffer.concat(parts);
}

/** Undefined for anything that is not one whole message of the types i, f, h, d. */
export function decodeOscMessage(packet: Buffer): OscMessage | undefined {
  const path = readString(packet, 0);
  const types = path && readString(packet, path.next);
  if (!path || !types?.text.startsWith(',')) return undefined;
  const args: number[] = [];
  let offset = types.next;
  for (const type of types.text.slice(1)) {
    const width = type === 'i' || type === 'f' ? 4 : type === 'h' || type === 'd' ? 8 : undefined;
    if (width === undefined || offset + width > packet.length) return undefined;
    args.push(readArgument(packet, offset, type));
    offset += width;
  }
  return { path: path.text, types: types.text.slice(1), args };
}

function readArgument(packet: Buffer, offset: number, type: string): number {
  switch (type) {
    case 'i':
      return packet.readInt32BE(offset);
    case 'f':
      return packet.readFloatBE(offset);
    case 'h':
      return Number(packet.readBigInt64BE(offset));
    default:
      return packet.readDoubleBE(offset);
  }
}

function encodeArgument(type: string, value: number | string): Buffer {
  const wide = Buffer.alloc(8);
  switch (type) {
    case 'i':
      wide.writeInt32BE(Math.trunc(Number(value)));
      return wide.subarray(0, 4);
    case 'f':
      wide.writeFloatBE(Number(value));
      return wide.subarray(0, 4);
    case 'h':
      wide.writeBigInt64BE(BigInt(value));
      return wide;
    case 'd':
      wide.writeDoubleBE(Number(value));
      return wide;
    case 's':
      return oscString(String(value));
    case 'b': {
      const body = Buffer.from(String(value), 'hex');
      const size = Buffer.alloc(4);
      size.writeUInt32BE(body.length);
      return Buffer.concat([size, body, Buffer.alloc(-body.length & 3)]);
    }
    default:
      return Buffer.alloc(0);
  }
}

/** Ends with one to four zero bytes, to a multiple of four. */
function oscString(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length & 3))]);
}

function readString(packet: Buffer, start: number): { readonly text: string; readonly next: number } | undefined {
  const end = packet.indexOf(0, start);
  if (start > packet.length || end < 0) return undefined;
  return { text: packet.toString('latin1', start, end), next: (end + 4) & ~3 };
}
