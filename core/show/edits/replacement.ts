import { encodeEscaped } from '../escapedText.ts';
import type { ConfigFile } from '../loadShow.ts';
import type { TextChange } from '../textChange.ts';

/** A change of a file in units of its text: the range gives way to `text`. */
export interface Replacement {
  /** Absolute path. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** More replacements than this in one file become one change that spans them: quicker to undo, and as small as it can be read. */
const maxSeparateChanges = 64;

/** Those of one file as byte changes to be applied one after the other. They must not overlap; at one offset their order is kept. */
export function toTextChanges(file: ConfigFile, replacements: readonly Replacement[]): TextChange[] {
  const sorted = replacements
    .map((replacement, order) => ({ replacement, order }))
    .sort((a, b) => a.replacement.start - b.replacement.start || a.replacement.end - b.replacement.end || a.order - b.order)
    .map(({ replacement }) => replacement);
  const separate = sorted.length > maxSeparateChanges ? [spanning(file.syntax.text, sorted)] : sorted;
  return withByteOffsets(file, separate).reverse();
}

/** True when two replacements touch the same text; several insertions at one offset do not. */
export function overlaps(a: Replacement, b: Replacement): boolean {
  return a.file === b.file && a.start < b.end && b.start < a.end;
}

function spanning(text: string, sorted: readonly Replacement[]): Replacement {
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last) throw new Error('Nothing to replace.');
  const pieces: string[] = [];
  let at = first.start;
  for (const replacement of sorted) {
    pieces.push(text.slice(at, replacement.start), replacement.text);
    at = replacement.end;
  }
  return { file: first.file, start: first.start, end: last.end, text: pieces.join('') };
}

function withByteOffsets(file: ConfigFile, sorted: readonly Replacement[]): TextChange[] {
  const { text, bytes } = file.syntax;
  // With one byte per unit there is nothing to count.
  const sizeOf = (from: number, to: number) => (bytes.length === text.length ? to - from : encodeEscaped(text.slice(from, to)).length);
  let at = 0;
  let offset = 0;
  return sorted.map((replacement) => {
    offset += sizeOf(at, replacement.start);
    const removed = encodeEscaped(text.slice(replacement.start, replacement.end));
    const change = { file: replacement.file, offset, removed, inserted: encodeEscaped(replacement.text) };
    at = replacement.end;
    offset += removed.length;
    return change;
  });
}
