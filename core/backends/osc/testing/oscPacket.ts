/** Packets for tests, written after the specification and apart from the codec under test. */
export type OscTestMessage = { readonly path: string; readonly types: string; readonly args: readonly (number | string)[] };

export function oscMessage(path: string, types: string, ...args: readonly (number | string)[]): Uint8Array {
  const values = [...types.replace(/[TFNI[\]]/g, '')].map((type, index) => argument(type, args[index] ?? 0));
  return Buffer.concat([padded(path), padded(`,${types}`), ...values]);
}

export function oscBundle(...elements: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Buffer.from('#bundle\0'), Buffer.alloc(8), ...elements.flatMap((element) => [int32(element.length), element])]);
}

/** The other way round, for whole messages of the types i, f, h and d. */
export function parseOscMessage(packet: Uint8Array): OscTestMessage {
  const buffer = Buffer.from(packet);
  const path = buffer.toString('latin1', 0, buffer.indexOf(0));
  const typesAt = padded(path).length;
  const types = buffer.toString('latin1', typesAt + 1, buffer.indexOf(0, typesAt));
  let at = typesAt + padded(`,${types}`).length;
  const args = [...types].map((type) => {
    const start = at;
    at += type === 'i' || type === 'f' ? 4 : 8;
    if (type === 'i') return buffer.readInt32BE(start);
    if (type === 'f') return buffer.readFloatBE(start);
    if (type === 'h') return Number(buffer.readBigInt64BE(start));
    return buffer.readDoubleBE(start);
  });
  if (at !== buffer.length) throw new Error(`The message of ${path} has ${buffer.length} bytes instead of ${at}`);
  return { path, types, args };
}

function argument(type: string, value: number | string): Buffer {
  if (typeof value === 'string') return padded(value);
  if (type === 'f') {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatBE(value);
    return bytes;
  }
  if (type === 'd') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return bytes;
  }
  if (type === 'h' || type === 't') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(value));
    return bytes;
  }
  return int32(value);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function padded(text: string): Buffer {
  const bytes = Buffer.alloc(text.length + (4 - (text.length % 4)));
  bytes.write(text, 'latin1');
  return bytes;
}
