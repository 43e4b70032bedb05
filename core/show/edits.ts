import { fail, type Result } from '../base/result.ts';
import type { Edit } from '../contract/edit.ts';
import type { ShowDocument } from './loadShow.ts';
import type { TextChange } from './textChange.ts';

export interface EditedShow {
  readonly document: ShowDocument;
  /** To be applied one after the other with `applyChanges`; empty when the edits are about looks only. */
  readonly changes: readonly TextChange[];
  /** What undoes them. */
  readonly inverse: readonly TextChange[];
}

/** Applies edits as one step: all or, with a sentence, none. Layout edits change no text; see `editLayout` in `layout.ts`. */
export function applyEdits(_document: ShowDocument, _edits: readonly Edit[]): Result<EditedShow, string> {
  return fail('Editing is being built.');
}
