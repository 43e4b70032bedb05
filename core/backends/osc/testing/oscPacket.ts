/** Packets for tests, written after the specification and apart from the codec under test. */
export interface OscTestMessage {
  readonly path: string;
  readonly types: string;
  readonly args: readonly number[];
}

export function oscMessage(path: string, types: string, ...args: readonly (number | string)[]): Uint8Array<ArrayBuffer> {
  const values = [...types.replace(/[TFNI[\]]/g, '')].map((type, index) => argument(type, args[index] ?? 0));
  return joined([text(path), text(`,${types}`), ...values]);
}

export function oscBundle(...elements: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joined([text('#bundle'), new Uint8Array(8), ...elements.flatMap((element) => [argument('i', element.length), element])]);
}

/** The other way round, for whole messages of the types i, f, h and d. */
export function parseOscMessage(packet: Uint8Array): OscTestMessage {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const textAt = (start: number) => String.fromCharCode(...packet.subarray(start, packet.indexOf(0, start)));
  const path = textAt(0);
  const typesAt = text(path).length;
  const types = textAt(typesAt + 1);
  let at = typesAt + text(`,${types}`).length;
  const args = [...types].map((type) => {
    const start = at;
    at += type === 'i' || type === 'f' ? 4 : 8;
    if (type === 'i') return view.getInt32(start);
    if (type === 'f') return view.getFloat32(start);
    if (type === 'h') return Number(view.getBigInt64(start));
    return view.getFloat64(start);
  });
  if (at !== packet.length) throw new Error(`The message of ${path} has ${packet.length} bytes instead of ${at}`);
  return { path, types, args };
}

function argument(type: string, value: number | string): Uint8Array {
  if (typeof value === 'string') return text(value);
  const view = new DataView(new ArrayBuffer(type === 'd' || type === 'h' || type === 't' ? 8 : 4));
  if (type === 'f') view.setFloat32(0, value);
  else if (type === 'd') view.setFloat64(0, value);
  else if (type === 'h' || type === 't') view.setBigInt64(0, BigInt(value));
  else view.setInt32(0, value);
  return new Uint8Array(view.buffer);
}

function text(value: string): Uint8Array {
  const bytes = new Uint8Array(value.length + (4 - (value.length % 4)));
  for (let index = 0; index < value.length; index++) bytes[index] = value.charCodeAt(index);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
