import type { OscFormat } from './format.ts';

/**
 * Packets of OSC 1.0. Reading allocates nothing: it reports messages as offsets into the packet's bytes. Every length is checked before
 * it is trusted; whatever is wrong is reported as malformed and nothing of that message is.
 */
export interface OscReader {
  /**
   * A message whose frame is right. The address is bytes[start, addressEnd), the type letters without their comma are
   * bytes[typesStart, typesEnd), the arguments bytes[argumentsStart, end), not checked yet.
   */
  onMessage(
    bytes: Uint8Array,
    start: number,
    addressEnd: number,
    typesStart: number,
    typesEnd: number,
    argumentsStart: number,
    end: number,
  ): void;
  onMalformed(): void;
}

const slash = 0x2f;
const comma = 0x2c;
const bundleHeader = Uint8Array.from('#bundle\0', (character) => character.charCodeAt(0));
const bundleStart = 16;
/** Bundles within bundles; real ones have one or two. */
const deepestBundle = 16;

export function readPacket(bytes: Uint8Array, reader: OscReader): void {
  readElement(bytes, 0, bytes.length, reader, 0);
}

function readElement(bytes: Uint8Array, start: number, end: number, reader: OscReader, depth: number): void {
  const isRight = isBundle(bytes, start, end)
    ? depth < deepestBundle && readBundle(bytes, start + bundleStart, end, reader, depth + 1)
    : readMessage(bytes, start, end, reader);
  if (!isRight) reader.onMalformed();
}

/** The elements in order; after a length that can't be right nothing more can be found. */
function readBundle(bytes: Uint8Array, start: number, end: number, reader: OscReader, depth: number): boolean {
  let at = start;
  while (at < end) {
    if (end - at < 4) return false;
    const size = readInt32(bytes, at);
    at += 4;
    if (size < 0 || size > end - at) return false;
    readElement(bytes, at, at + size, reader, depth);
    at += size;
  }
  return true;
}

function readMessage(bytes: Uint8Array, start: number, end: number, reader: OscReader): boolean {
  if (end - start < 8 || (end - start) % 4 !== 0 || bytes[start] !== slash) return false;
  const addressEnd = endOfText(bytes, start, end);
  const typesStart = aligned(addressEnd + 1, start);
  if (typesStart >= end || bytes[typesStart] !== comma) return false;
  const typesEnd = endOfText(bytes, typesStart, end);
  const argumentsStart = aligned(typesEnd + 1, start);
  if (typesEnd === end || argumentsStart > end) return false;
  reader.onMessage(bytes, start, addressEnd, typesStart + 1, typesEnd, argumentsStart, end);
  return true;
}

/** Bytes that an argument of the type takes, or -1 when the packet ends before. Letters that nobody knows take none. */
export function argumentSize(bytes: Uint8Array, at: number, end: number, type: number): number {
  switch (type) {
    case 0x69: // i
    case 0x66: // f
    case 0x63: // c
    case 0x72: // r
    case 0x6d: // m
      return end - at < 4 ? -1 : 4;
    case 0x68: // h
    case 0x64: // d
    case 0x74: // t
      return end - at < 8 ? -1 : 8;
    case 0x73: // s
    case 0x53: // S
      return textSize(bytes, at, end);
    case 0x62: // b
      return blobSize(bytes, at, end);
    default:
      return 0;
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/** The value of an argument of type i, f, h or d; its size was checked. */
export function readArgument(bytes: Uint8Array, at: number, type: number): number {
  switch (type) {
    case 0x69:
      return readInt32(bytes, at);
    case 0x66:
      scratch.setInt32(0, readInt32(bytes, at));
      return scratch.getFloat32(0);
    case 0x68:
      return readInt32(bytes, at) * 2 ** 32 + (readInt32(bytes, at + 4) >>> 0);
    default:
      scratch.setInt32(0, readInt32(bytes, at));
      scratch.setInt32(4, readInt32(bytes, at + 4));
      return scratch.getFloat64(0);
  }
}

/** A message with all arguments zero, to be filled by `writeArgument`. */
export function blankMessage(
  address: string,
  format: OscFormat,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly offsets: readonly number[] } {
  const typesStart = aligned(address.length + 1, 0);
  let size = typesStart + aligned(format.types.length + 2, 0);
  const offsets = format.types.map((type) => {
    const offset = size;
    size += type === 'i' || type === 'f' ? 4 : 8;
    return offset;
  });
  const bytes = new Uint8Array(size);
  writeText(bytes, 0, address);
  writeText(bytes, typesStart, `,${format.types.join('')}`);
  return { bytes, offsets };
}

export function writeArgument(view: DataView, at: number, type: string, value: number): void {
  if (type === 'i') view.setInt32(at, value);
  else if (type === 'f') view.setFloat32(at, value);
  else if (type === 'h') view.setBigInt64(at, wholeOf(value));
  else view.setFloat64(at, value);
}

function wholeOf(value: number): bigint {
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  return BigInt.asIntN(64, BigInt(Math.trunc(Math.max(value, -(2 ** 63)))));
}

function isBundle(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < bundleStart) return false;
  for (let index = 0; index < bundleHeader.length; index++) if (bytes[start + index] !== bundleHeader[index]) return false;
  return true;
}

/** Index of the zero byte that ends a text, or `end`. */
function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== 0) at++;
  return at;
}

function textSize(bytes: Uint8Array, at: number, end: number): number {
  const textEnd = endOfText(bytes, at, end);
  const size = aligned(textEnd + 1, at) - at;
  return textEnd === end || at + size > end ? -1 : size;
}

function blobSize(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 4) return -1;
  const length = readInt32(bytes, at);
  if (length < 0 || length > end - at - 4) return -1;
  const size = 4 + Math.ceil(length / 4) * 4;
  return at + size > end ? -1 : size;
}

function readInt32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** The next multiple of four bytes after the start of the message. */
function aligned(at: number, start: number): number {
  return at + ((4 - ((at - start) % 4)) % 4);
}

function writeText(bytes: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
}
