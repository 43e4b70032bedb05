import type { TextChange } from '../../show/textChange.ts';

/** The one smallest change that turns a file's bytes into others; none when they are equal. */
export function contentChange(file: string, before: Uint8Array, after: Uint8Array): TextChange[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return [];
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [{ file, offset: start, removed: before.slice(start, before.length - tail), inserted: after.slice(start, after.length - tail) }];
}
