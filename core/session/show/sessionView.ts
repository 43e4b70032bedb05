import type { ProtocolCatalog } from '../../contract/protocol.ts';
import type { ShowView } from '../../contract/showView.ts';
import { relativeTo } from '../../show/paths.ts';
import { viewOf } from '../../show/view.ts';
import type { Drafts } from '../files/Drafts.ts';
import type { SaveDesk } from '../files/SaveDesk.ts';
import type { ShowState } from './ShowState.ts';

/** The document as clients see it: the text's view, and what only the session knows. */
export function sessionView(state: ShowState, catalog: ProtocolCatalog, saving: SaveDesk, drafts: Drafts): ShowView {
  const { evaluated } = state;
  const readOnlyReason = saving.readOnlyReason();
  return viewOf(evaluated.model, catalog, {
    revision: state.revision,
    dirtyFiles: new Set(state.dirtyFiles().map(({ path }) => path)),
    ...(readOnlyReason === undefined ? {} : { readOnlyReason }),
    moduleFiles: evaluated.modulePaths.map((path) => ({
      path: relativeTo(state.document.folder, path),
      role: 'module',
      isDirty: drafts.has(path),
    })),
    problems: evaluated.problems,
    layout: state.layout,
  });
}
