/**
 * What a person does to a show as minimal changes of its text. Edits that stand together are one step: all of them or, with a
 * sentence, none. After each one the model of the new text is compared with what the edit promised, so that an edit that would
 * mean something else there (an include that leaks its section, say) is refused instead of done.
 */
import type { Result } from '../base/result.ts';
import type { Edit } from '../contract/edit.ts';
import { EditBatch } from './edits/editBatch.ts';
import type { ShowDocument } from './loadShow.ts';
import type { TextChange } from './textChange.ts';

export interface EditedShow {
  readonly document: ShowDocument;
  /** To be applied one after the other with `applyChanges`; empty when the edits are about looks only. */
  readonly changes: readonly TextChange[];
  /** What undoes them. */
  readonly inverse: readonly TextChange[];
}

/** Layout edits change no text; see `editLayout` in `layout.ts`. */
export function applyEdits(document: ShowDocument, edits: readonly Edit[]): Result<EditedShow, string> {
  const batch = new EditBatch(document);
  for (const edit of edits) {
    const added = batch.add(edit);
    if (!added.ok) return added;
  }
  return batch.finish();
}
