/**
 * Trimming as the reference does it, at both ends of lines, keys, values and channels: everything goes that is not a printable
 * ASCII character, a byte order mark included. Other than the reference, visible characters beyond ASCII stay, so that a name
 * may begin or end with a letter such as `é`.
 */
export function trimStart(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isTrimmed(text, at, start, end)) at++;
  return at;
}

export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isTrimmed(text, at - 1, start, end)) at--;
  return at;
}

export function trimmed(text: string): string {
  const start = trimStart(text, 0, text.length);
  return text.slice(start, trimEnd(text, start, text.length));
}

function isTrimmed(text: string, at: number, start: number, end: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return unit <= 0x20 || unit === 0x7f;
  if (unit >= 0xd800 && unit <= 0xdfff) return !isHalfOfPair(text, at, start, end);
  return isInvisible(unit);
}

/** Lone surrogates are escaped bytes (see `escapedText.ts`). */
function isHalfOfPair(text: string, at: number, start: number, end: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0xdc00) return at + 1 < end && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  return at > start && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

/** Spaces, separators, C1 controls and invisible marks beyond ASCII. */
function isInvisible(unit: number): boolean {
  return (
    unit <= 0xa0 ||
    unit === 0xad ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200f) ||
    (unit >= 0x2028 && unit <= 0x202f) ||
    (unit >= 0x205f && unit <= 0x206f) ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}
