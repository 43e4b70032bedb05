import { commonEnds } from '../../base/commonEnds.ts';
import type { TextChange } from '../../show/textChange.ts';

/** The one smallest change that turns a file's bytes into others; none when they are equal. */
export function contentChange(file: string, before: Uint8Array, after: Uint8Array): TextChange[] {
  const { head, tail } = commonEnds(before, after);
  if (head === before.length && head === after.length) return [];
  return [{ file, offset: head, removed: before.slice(head, before.length - tail), inserted: after.slice(head, after.length - tail) }];
}
