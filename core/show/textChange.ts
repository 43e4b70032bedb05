import { commonEnds } from '../base/commonEnds.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { concatBytes, equalBytes } from './escapedText.ts';

/** One change of one file: at byte `offset` the bytes `removed` give way to `inserted`. */
export interface TextChange {
  /** Absolute path. */
  readonly file: string;
  readonly offset: number;
  readonly removed: Uint8Array;
  readonly inserted: Uint8Array;
}

/** What undoes changes that were made one after the other. */
export function invertChanges(changes: readonly TextChange[]): TextChange[] {
  return changes.map(({ file, offset, removed, inserted }) => ({ file, offset, removed: inserted, inserted: removed })).reverse();
}

/** The bytes after one change; refused when they are not those that the change was made for. */
export function changeBytes(bytes: Uint8Array, change: TextChange): Result<Uint8Array, string> {
  const end = change.offset + change.removed.length;
  if (change.offset > bytes.length || !equalBytes(bytes.subarray(change.offset, end), change.removed)) {
    return fail('The file has changed meanwhile; this step no longer fits.');
  }
  return ok(concatBytes([bytes.subarray(0, change.offset), change.inserted, bytes.subarray(end)]));
}

/** The one change that turns the bytes into others: what lies between their common start and their common end. */
export function minimalChange(file: string, before: Uint8Array, after: Uint8Array): TextChange[] {
  const { head, tail } = commonEnds(before, after);
  const removed = before.slice(head, before.length - tail);
  const inserted = after.slice(head, after.length - tail);
  return removed.length === 0 && inserted.length === 0 ? [] : [{ file, offset: head, removed, inserted }];
}
