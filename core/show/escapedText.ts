/**
 * Bytes as text and back without loss: what is not UTF-8 becomes one lone low surrogate per byte (U+DC80 + byte - 0x80),
 * which a decoder of valid UTF-8 never makes. So every file has one text, and every text that came from bytes leads back to them.
 */
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const escapeBase = 0xdc00;
/** In unicode mode this matches lone surrogates only, never half of a pair. */
const loneEscape = /[\uDC80-\uDCFF]/u;
const loneEscapes = /[\uDC80-\uDCFF]/gu;

export function decodeEscaped(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    // The only failure of a fatal decoder is a malformed sequence; the slow way keeps it.
    return decodeWithEscapes(bytes);
  }
}

export function encodeEscaped(text: string): Uint8Array {
  if (!loneEscape.test(text)) return encoder.encode(text);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const match of text.matchAll(loneEscapes)) {
    pieces.push(encoder.encode(text.slice(from, match.index)), Uint8Array.of(text.charCodeAt(match.index) - escapeBase));
    from = match.index + 1;
  }
  pieces.push(encoder.encode(text.slice(from)));
  return concatBytes(pieces);
}

/** For people: bytes that are no text as `\xE9`, control characters as `\x07`. */
export function displayText(text: string): string {
  return text.replace(/[\p{Cc}\uDC80-\uDCFF]/gu, (character) => {
    const byte = character.charCodeAt(0) & 0xff;
    return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

/** True when the text can be written and read back as it is: no half of a surrogate pair besides the escapes above. */
export function isWritableText(text: string): boolean {
  return !/[\uD800-\uDC7F\uDD00-\uDFFF]/u.test(text);
}

export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

function decodeWithEscapes(bytes: Uint8Array): string {
  const chunks: string[] = [];
  let units: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      units.push(escapeBase + byteAt(bytes, at));
      at += 1;
    } else {
      pushCodePoint(units, bytes, at, length);
      at += length;
    }
    if (units.length >= 4096) {
      chunks.push(String.fromCharCode(...units));
      units = [];
    }
  }
  chunks.push(String.fromCharCode(...units));
  return chunks.join('');
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? -1;
}

/** Length of the well-formed UTF-8 sequence at `at` (Unicode table 3-7), or 0. */
function sequenceLength(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
  const lead = byteAt(bytes, at);
  if (lead < 0x80) return 1;
  const second = byteAt(bytes, at + 1);
  if (lead >= 0xc2 && lead <= 0xdf) return isContinuation(second) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const low = lead === 0xe0 ? 0xa0 : 0x80;
    const high = lead === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && isContinuation(byteAt(bytes, at + 2)) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const low = lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xf4 ? 0x8f : 0xbf;
    const isWhole = isContinuation(byteAt(bytes, at + 2)) && isContinuation(byteAt(bytes, at + 3));
    return second >= low && second <= high && isWhole ? 4 : 0;
  }
  return 0;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}

function pushCodePoint(units: number[], bytes: Uint8Array, at: number, length: 1 | 2 | 3 | 4): void {
  const lead = byteAt(bytes, at);
  if (length === 1) {
    units.push(lead);
    return;
  }
  let point = lead & (0xff >> (length + 1));
  for (let index = 1; index < length; index++) point = (point << 6) | (byteAt(bytes, at + index) & 0x3f);
  if (point < 0x10000) units.push(point);
  else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
}
