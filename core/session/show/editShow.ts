import { ok, type Result } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import type { LayoutView } from '../../contract/showView.ts';
import { applyEdits } from '../../show/edits.ts';
import { editLayout } from '../../show/layout.ts';
import type { ShowDocument } from '../../show/loadShow.ts';
import type { TextChange } from '../../show/textChange.ts';

export interface EditedShow {
  readonly document: ShowDocument;
  readonly layout: LayoutView;
  /** In the order in which they were made. */
  readonly changes: readonly TextChange[];
}

/** Applies edits of text and of looks as one step; when one is refused, none is done. */
export function editShow(document: ShowDocument, layout: LayoutView, edits: readonly Edit[]): Result<EditedShow, string> {
  const textEdits = edits.filter(({ kind }) => kind !== 'placeNodes');
  if (textEdits.length === 0) return ok({ document, layout: editLayout(layout, edits), changes: [] });
  const edited = applyEdits(document, textEdits);
  if (!edited.ok) return edited;
  return ok({ document: edited.value.document, layout: editLayout(layout, edits), changes: edited.value.changes });
}
