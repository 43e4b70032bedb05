import { fail, ok } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { displayText, isWritableText } from '../escapedText.ts';
import { includedPath } from '../loadShow.ts';
import { parseLine } from '../syntax.ts';
import type { EditContext, EditPlan } from './editContext.ts';
import { insertLinesAfter, removeLine, startOfComments } from './lineEdits.ts';

type EditOf<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>;

/** Below the last include of the file, else above its first section. */
export function planAddInclude(context: EditContext, edit: EditOf<'addInclude'>): EditPlan {
  const named = context.namedFile(edit.file);
  if (!named.ok) return named;
  const file = named.value;
  const line = `[include ${edit.include}]`;
  const parsed = parseLine(line, 0, line.length);
  const section = parsed.kind === 'section' && parsed.section.kind === 'include' ? parsed.section : undefined;
  const shown = displayText(edit.include);
  if (section?.path !== edit.include || edit.include === '' || !isWritableText(line) || /[\n\0]/.test(line)) {
    return fail(`[include ${shown}] can't be written in a configuration file.`);
  }
  const path = includedPath(file, edit.include);
  if (context.model.files.includes(path)) return fail(`${shown} is part of the show already.`);
  const read = context.document.readFile(path);
  if (!read.ok) return fail(`${shown} can't be included: ${read.error}`);
  const { lines } = file.syntax;
  const last = lines.findLastIndex((other) => other.kind === 'section' && other.section.kind === 'include');
  const first = lines.findIndex((other) => other.kind === 'section');
  const after = last >= 0 ? last : first >= 0 ? startOfComments(file, first) - 1 : lines.length - 1;
  return ok({ replacements: [insertLinesAfter(file, after, [line])], delta: {}, mayBreak: true });
}

/** Only the line goes; map lines that name instances of the file stay and are marked. */
export function planRemoveInclude(context: EditContext, edit: EditOf<'removeInclude'>): EditPlan {
  const include =
    context.model.includes.find((other) => other.include === edit.include) ??
    context.model.includes.find((other) => context.document.files.get(other.path)?.displayPath === edit.include);
  if (!include) return fail(`There is no include of ${displayText(edit.include)}.`);
  return ok({ replacements: [removeLine(context.file(include.line.file), include.line.index)], delta: {}, mayBreak: true });
}
