import { assertNever } from '../../base/assertNever.ts';
import type { Edit } from '../../contract/edit.ts';

/** What an edit did, for menus and the list of versions: `Add wire desk./1 > py.invert`. */
export function editTitle(edits: readonly Edit[]): string {
  const first = edits[0];
  if (!first) return 'Nothing';
  const title = titleOf(first);
  return edits.length === 1 ? title : `${title} and ${edits.length - 1} more`;
}

function titleOf(edit: Edit): string {
  switch (edit.kind) {
    case 'addInstance':
      return `Add ${edit.name}`;
    case 'removeInstance':
      return `Remove ${edit.name}`;
    case 'renameInstance':
      return `Rename ${edit.name} to ${edit.newName}`;
    case 'moveInstance':
      return `Move ${edit.name} in the file`;
    case 'setOption':
      return `Set ${edit.instance}: ${edit.option} = ${shorten(edit.value)}`;
    case 'removeOption':
      return `Remove an option of ${edit.instance}`;
    case 'addWire':
      return `Add wire ${shorten(edit.from)} ${edit.direction === 'both' ? '<>' : '>'} ${shorten(edit.to)}`;
    case 'removeWire':
      return `Remove wire ${shorten(edit.key)}`;
    case 'changeWire':
      return `Change wire ${shorten(edit.key)}`;
    case 'muteWire':
      return `${edit.isMuted ? 'Mute' : 'Unmute'} wire ${shorten(edit.key)}`;
    case 'moveWire':
      return `Move wire ${shorten(edit.key)} in the file`;
    case 'foldWires':
      return `Fold ${edit.keys.length} wires into a range`;
    case 'unfoldWire':
      return `Unfold wire ${shorten(edit.key)}`;
    case 'addInclude':
      return `Include ${edit.include}`;
    case 'removeInclude':
      return `Remove include ${edit.include}`;
    case 'renameChannel':
      return `Rename channel ${shorten(`${edit.instance}.${edit.spec}`)}`;
    case 'replaceText':
      return `Edit ${edit.file}`;
    case 'placeNodes':
      return `Move ${Object.keys(edit.nodes).length === 1 ? (Object.keys(edit.nodes)[0] ?? 'node') : `${Object.keys(edit.nodes).length} nodes`}`;
    default:
      return assertNever(edit);
  }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
