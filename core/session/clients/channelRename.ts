import type { ClientRequest, EditReply, RenamePreview } from '../../contract/clientLink.ts';
import { encodeEscaped } from '../../show/escapedText.ts';
import { relativeTo } from '../../show/paths.ts';
import { renameChannelStrings } from '../../show/python/channelStrings.ts';
import { expandPattern, parsePattern } from '../../show/ranges.ts';
import type { Deeds } from '../Deeds.ts';
import type { Drafts } from '../files/Drafts.ts';
import type { ShowState } from '../show/ShowState.ts';
import type { CodeChange } from '../show/ShowStep.ts';

export interface RenameContext {
  readonly deeds: Deeds;
  readonly state: ShowState;
  readonly drafts: Drafts;
}

interface Renaming {
  readonly instance: string;
  readonly spec: string;
  readonly newSpec: string;
}

/** A module that names the channel. */
interface RenamedModule {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Nobody writes more channels than this by hand into a module. */
const maxNames = 10_000;

export function previewRename(renaming: Renaming, { state }: Pick<RenameContext, 'state'>): RenamePreview {
  const { moduleFiles } = state.evaluated;
  const modules = renamedModules(renaming, state).map(({ path, before, after }) => ({
    path: relativeTo(state.document.folder, path),
    otherInstances: moduleFiles.filter((use) => use.path === path && use.instance !== renaming.instance).map(({ instance }) => instance),
    lines: changedLines(before, after),
  }));
  return { modules };
}

/** Renames in the map and in the modules that the person has chosen, or does neither. */
export async function renameWithCode(
  request: Extract<ClientRequest, { method: 'renameChannel' }>,
  { deeds, state, drafts }: RenameContext,
): Promise<EditReply> {
  const { instance, spec, newSpec, revision } = request;
  const found = new Map(renamedModules(request, state).map((module) => [relativeTo(state.document.folder, module.path), module]));
  const code: CodeChange[] = [];
  for (const path of new Set(request.modules)) {
    const module = found.get(path);
    if (!module) return { ok: false, message: `"${path}" does not name this channel any more. Nothing was renamed; try again.` };
    if (drafts.has(module.path)) {
      return { ok: false, message: `"${path}" has unsaved changes in an editor. Nothing was renamed; save the module first.` };
    }
    code.push({ path: module.path, before: encodeEscaped(module.before), after: encodeEscaped(module.after) });
  }
  return deeds.editWithCode([{ kind: 'renameChannel', instance, spec, newSpec }], revision, code);
}

function renamedModules(renaming: Renaming, { evaluated }: ShowState): RenamedModule[] {
  const newNames = namesOf(renaming);
  if (newNames.size === 0) return [];
  const paths = evaluated.moduleFiles.filter(({ instance }) => instance === renaming.instance).map(({ path }) => path);
  return [...new Set(paths)].flatMap((path) => {
    const text = evaluated.modules.get(path)?.text;
    const after = text?.ok ? renameChannelStrings(text.value, newNames) : undefined;
    return text?.ok && after !== undefined ? [{ path, before: text.value, after }] : [];
  });
}

/** Old to new name of each channel; empty when the ranges have no common length, so that nobody can say which becomes which. */
function namesOf({ spec, newSpec }: Renaming): ReadonlyMap<string, string> {
  const before = parsePattern(spec);
  const after = parsePattern(newSpec);
  if (!before.ok || !after.ok || before.value.count !== after.value.count || before.value.count > maxNames) return new Map();
  const newNames = expandPattern(after.value);
  return new Map(expandPattern(before.value).map((name, index) => [name, newNames[index] ?? name]));
}

/** A rename within one-line texts leaves the number of lines as it is. */
function changedLines(before: string, after: string): RenamePreview['modules'][number]['lines'] {
  const newLines = after.split('\n');
  return before
    .split('\n')
    .map((line, index) => ({ line: index + 1, before: line, after: newLines[index] ?? '' }))
    .filter((change) => change.before !== change.after);
}
