import { ok } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import type { EditContext, EditPlan } from './editContext.ts';

/**
 * The whole text as it was typed in an editor, which may have unified the line breaks and dropped the byte order mark:
 * lines that are the same but for these keep their bytes, and only what lies between the first and the last changed line changes.
 */
export function planReplaceText(context: EditContext, edit: Extract<Edit, { kind: 'replaceText' }>): EditPlan {
  const named = context.namedFile(edit.file);
  if (!named.ok) return named;
  const { path, syntax } = named.value;
  const hasMark = syntax.text.startsWith('\uFEFF') && !edit.text.startsWith('\uFEFF');
  const before = linesOf(syntax.text);
  const after = linesOf(hasMark ? `\uFEFF${edit.text}` : edit.text);
  let top = 0;
  while (top < before.length && top < after.length && isSameLine(before[top], after[top])) top++;
  let bottom = 0;
  const most = Math.min(before.length, after.length) - top;
  while (bottom < most && isSameLine(before.at(-1 - bottom), after.at(-1 - bottom))) bottom++;
  const start = lengthOf(before.slice(0, top));
  const end = syntax.text.length - lengthOf(before.slice(before.length - bottom));
  const text = after.slice(top, after.length - bottom).join('');
  const isUnchanged = text === syntax.text.slice(start, end);
  return ok({ replacements: isUnchanged ? [] : [{ file: path, start, end, text }], delta: {}, mayBreak: true });
}

/** Lines with their breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function isSameLine(a: string | undefined, b: string | undefined): boolean {
  return a === b || a?.replace(/\r?\n$/, '\n') === b?.replace(/\r?\n$/, '\n');
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((length, line) => length + line.length, 0);
}
