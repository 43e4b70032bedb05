import type { Edit } from '../../contract/edit.ts';
import type { ShowModel } from '../../show/model.ts';

/**
 * Edits name what they change (instances, map lines by key), so most fit a later revision as they are. Those that count or that
 * replace a whole text are only right when what they count is as it was. Returns the reason why an edit no longer fits.
 */
export function staleEditReason(edit: Edit, seen: ShowModel | undefined, now: ShowModel): string | undefined {
  switch (edit.kind) {
    case 'setOption':
      if (edit.index === null) return undefined;
      return hasSameOptions(edit.instance, seen, now) ? undefined : changedMeanwhile(`the options of ${edit.instance}`);
    case 'removeOption':
      return hasSameOptions(edit.instance, seen, now) ? undefined : changedMeanwhile(`the options of ${edit.instance}`);
    case 'replaceText':
      return hasSameText(edit.file, seen, now) ? undefined : changedMeanwhile(edit.file);
    case 'removeWire':
    case 'changeWire':
    case 'muteWire':
    case 'unfoldWire':
      return meansSameWire(edit.key, seen, now) ? undefined : changedMeanwhile('this wire');
    case 'moveWire': {
      const keys = edit.before === null ? [edit.key] : [edit.key, edit.before];
      return keys.every((key) => meansSameWire(key, seen, now)) ? undefined : changedMeanwhile('these wires');
    }
    case 'foldWires':
      return edit.keys.every((key) => meansSameWire(key, seen, now)) ? undefined : changedMeanwhile('these wires');
    default:
      return undefined;
  }
}

function changedMeanwhile(what: string): string {
  return `Someone else changed ${what} meanwhile. Look at how it is now and try again.`;
}

function hasSameOptions(instance: string, seen: ShowModel | undefined, now: ShowModel): boolean {
  const optionsOf = (model: ShowModel | undefined) => model?.instances.find(({ name }) => name === instance)?.options;
  const before = optionsOf(seen);
  const after = optionsOf(now);
  if (!before || !after || before.length !== after.length) return false;
  return before.every((option, index) => option.name === after[index]?.name && option.value === after[index]?.value);
}

function hasSameText(file: string, seen: ShowModel | undefined, now: ShowModel): boolean {
  const textOf = (model: ShowModel | undefined) =>
    [...(model?.document.files.values() ?? [])].find((candidate) => candidate.displayPath === file || candidate.path === file)?.syntax.text;
  const before = textOf(seen);
  return before !== undefined && before === textOf(now);
}

/** `a.x > b.y #2` is the second of equal lines: when one of them went, the numbers mean others. */
function meansSameWire(key: string, seen: ShowModel | undefined, now: ShowModel): boolean {
  const text = now.wires.find((wire) => wire.key === key)?.text;
  if (text === undefined) return true;
  const equalLines = (model: ShowModel | undefined) => model?.wires.filter((wire) => wire.text === text).length;
  const before = equalLines(seen);
  // An unknown old revision is only a danger where equal lines exist.
  return before === undefined ? equalLines(now) === 1 : before === equalLines(now);
}
