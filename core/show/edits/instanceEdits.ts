import { fail, ok, type Result } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { displayText, isWritableText } from '../escapedText.ts';
import type { InstanceModel, WireModel } from '../model.ts';
import { parseLine } from '../syntax.ts';
import type { EditContext, EditPlan } from './editContext.ts';
import { insertLinesAfter, isBlankAt, lineTextAt, removeLine, startOfComments } from './lineEdits.ts';
import { checkOption, formatOption } from './optionEdits.ts';
import type { Replacement } from './replacement.ts';
import { endOfOwnLines, lineForNewSection } from './sections.ts';
import { checkEnd } from './wireText.ts';

type EditOf<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>;

export function planAddInstance(context: EditContext, edit: EditOf<'addInstance'>): EditPlan {
  const named = context.namedFile(edit.file);
  if (!named.ok) return named;
  const checked = checkNewName(context, edit.backend, edit.name);
  if (!checked.ok) return checked;
  for (const { name, value } of edit.options) {
    const option = checkOption(name, value);
    if (!option.ok) return option;
  }
  const file = named.value;
  if (context.isShared(file.path)) return fail(`${displayText(file.displayPath)} is included several times; choose another file.`);
  const after = lineForNewSection(file);
  const lines = [`[${edit.backend} ${edit.name}]`, ...edit.options.map(({ name, value }) => formatOption(name, value, ' = '))];
  if (after >= 0 && !isBlankAt(file, after)) lines.unshift('');
  if (!isBlankAt(file, after + 1)) lines.push('');
  return ok({ replacements: [insertLinesAfter(file, after, lines)], delta: { instances: 1, options: edit.options.length } });
}

/** Takes the section, its option lines wherever they stand, and every map line that names the instance, muted ones included. */
export function planRemoveInstance(context: EditContext, edit: EditOf<'removeInstance'>): EditPlan {
  const found = context.instance(edit.name);
  if (!found.ok) return found;
  const instance = found.value;
  const wires = wiresOf(context, instance.name);
  const lines = [...instance.options, ...wires].map(({ line }) => line);
  const shared = [instance.line, ...lines].find((line) => context.isShared(line.file));
  if (shared) {
    const path = displayText(context.file(shared.file).displayPath);
    return fail(`Lines of ${displayText(edit.name)} stand in ${path}, which is included several times. Remove them in the text.`);
  }
  const own = ownLines(context, instance);
  const rest = lines.filter((line) => line.file !== instance.line.file || !own.includes(line.index));
  return ok({
    replacements: [
      ...own.map((index) => removeLine(context.file(instance.line.file), index)),
      ...rest.map((line) => removeLine(context.file(line.file), line.index)),
    ],
    delta: { instances: -1, options: -instance.options.length, wires: -wires.length },
    instances: [edit.name],
  });
}

export function planRenameInstance(context: EditContext, edit: EditOf<'renameInstance'>): EditPlan {
  const found = context.instance(edit.name);
  if (!found.ok) return found;
  const instance = found.value;
  if (edit.newName === edit.name) return ok({ replacements: [], delta: {} });
  const checked = checkNewName(context, instance.backend, edit.newName);
  if (!checked.ok) return checked;
  const replacements = [{ file: instance.line.file, ...instance.nameRange, text: edit.newName }];
  for (const wire of wiresOf(context, edit.name)) {
    for (const end of [wire.from, wire.to]) {
      if (end.instance !== edit.name) continue;
      const { start } = end.range;
      replacements.push({ file: wire.line.file, start, end: start + edit.name.length, text: edit.newName });
    }
  }
  return ok({ replacements: withoutRepeats(replacements), delta: {}, instances: [edit.name] });
}

export function planMoveInstance(context: EditContext, edit: EditOf<'moveInstance'>): EditPlan {
  const found = context.instance(edit.name);
  if (!found.ok) return found;
  const instance = found.value;
  const before = edit.before === null ? undefined : context.instance(edit.before);
  if (before && !before.ok) return before;
  if (before?.value === instance) return ok({ replacements: [], delta: {} });
  const source = context.file(instance.line.file);
  const own = ownLines(context, instance);
  const text = own.map((index) => lineTextAt(source, index));
  while (text.at(-1)?.trim() === '') text.pop();
  const removal = own.map((index) => removeLine(source, index));
  if (before) {
    const file = context.file(before.value.line.file);
    const first = startOfComments(file, before.value.line.index);
    return ok({ replacements: [...removal, insertLinesAfter(file, first - 1, [...text, ''])], delta: {} });
  }
  const last = context.model.instances.at(-1);
  if (!last || last === instance) return ok({ replacements: [], delta: {} });
  const file = context.file(last.line.file);
  return ok({ replacements: [...removal, insertLinesAfter(file, endOfOwnLines(last), ['', ...text])], delta: {} });
}

/**
 * Lines that belong to an instance's section in its file: header to last option with what stands between, but no include,
 * and one blank line after it when another one stands before.
 */
function ownLines(context: EditContext, instance: InstanceModel): number[] {
  const file = context.file(instance.line.file);
  const header = instance.line.index;
  const last = endOfOwnLines(instance);
  const lines: number[] = [];
  for (let index = header; index <= last; index++) if (index === header || file.syntax.lines[index]?.kind !== 'section') lines.push(index);
  const isBlankAfter = file.syntax.lines[last + 1]?.kind === 'blank';
  if (isBlankAfter && isBlankAt(file, header - 1)) lines.push(last + 1);
  return lines;
}

function wiresOf(context: EditContext, name: string): WireModel[] {
  return context.model.wires.filter((wire) => wire.from.instance === name || wire.to.instance === name);
}

/** A line that is read several times is in the model as often, but in the text once. */
function withoutRepeats(replacements: readonly Replacement[]): Replacement[] {
  return [...new Map(replacements.map((replacement) => [`${replacement.start}:${replacement.file}`, replacement])).values()];
}

function checkNewName(context: EditContext, backend: string, name: string): Result<true, string> {
  const shown = displayText(name);
  if (name === '') return fail('The instance needs a name.');
  if (/[ .]/.test(name)) return fail(`"${shown}" has a blank or a dot in it; instance names can't have these.`);
  if (context.instance(name).ok) return fail(`There is already an instance called "${shown}".`);
  const header = `[${backend} ${name}]`;
  const parsed = parseLine(header, 0, header.length);
  const section = parsed.kind === 'section' && parsed.section.kind === 'instance' ? parsed.section : undefined;
  const isReadBack = section?.backend === backend && section.name === name && isWritableText(header) && !/[\n\0]/.test(header);
  if (!isReadBack || backend === '' || /\s/.test(backend)) return fail(`[${displayText(backend)} ${shown}] can't be written as a section.`);
  return checkEnd(`${name}.a`).ok ? ok(true) : fail(`"${shown}" can't be used in map lines; choose another name.`);
}
