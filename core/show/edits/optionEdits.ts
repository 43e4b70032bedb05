import { fail, ok, type Result } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { displayText, isWritableText } from '../escapedText.ts';
import type { ConfigFile } from '../loadShow.ts';
import type { OptionModel } from '../model.ts';
import { parseLine, splitOption } from '../syntax.ts';
import type { EditContext, EditPlan } from './editContext.ts';
import { indentAt, insertLinesAfter, removeLine } from './lineEdits.ts';
import type { Replacement } from './replacement.ts';

type EditOf<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>;

export function planSetOption(context: EditContext, edit: EditOf<'setOption'>): EditPlan {
  const instance = context.instance(edit.instance);
  if (!instance.ok) return instance;
  const checked = checkOption(edit.option, edit.value);
  if (!checked.ok) return checked;
  if (edit.index === null) {
    const own = instance.value.options.filter((option) => option.line.file === instance.value.line.file);
    const neighbour = own.at(-1);
    const file = context.file(instance.value.line.file);
    if (context.isShared(file.path)) return fail(`${displayText(file.displayPath)} is included several times.`);
    const after = neighbour?.line.index ?? instance.value.line.index;
    const indent = indentAt(file, after);
    const text = `${indent}${formatOption(edit.option, edit.value, optionSeparator(file, neighbour))}`;
    return ok({ replacements: [insertLinesAfter(file, after, [text])], delta: { options: 1 }, instances: [edit.instance] });
  }
  const option = instance.value.options[edit.index];
  if (!option) return fail(`${displayText(edit.instance)} has no option number ${edit.index + 1} any more.`);
  const replacements = rewriteOption(context.file(option.line.file), option, edit.option, edit.value);
  return ok({ replacements, delta: {}, instances: ownersOf(context, option) });
}

export function planRemoveOption(context: EditContext, edit: EditOf<'removeOption'>): EditPlan {
  const instance = context.instance(edit.instance);
  if (!instance.ok) return instance;
  const option = instance.value.options[edit.index];
  if (!option) return fail(`${displayText(edit.instance)} has no option number ${edit.index + 1} any more.`);
  const readings = context.model.readCounts.get(option.line.file) ?? 1;
  const replacements = [removeLine(context.file(option.line.file), option.line.index)];
  return ok({ replacements, delta: { options: -readings }, instances: ownersOf(context, option) });
}

/** A file that several sections include gives its options to each of them. */
function ownersOf(context: EditContext, option: OptionModel): string[] {
  const isSame = ({ line }: OptionModel) => line.file === option.line.file && line.index === option.line.index;
  return context.model.instances.filter((instance) => instance.options.some(isSame)).map((instance) => instance.name);
}

/** Refuses what would not be read back as this option. */
export function checkOption(name: string, value: string): Result<true, string> {
  const line = formatOption(name, value, ' = ');
  const parsed = parseLine(line, 0, line.length);
  const option = parsed.kind === 'entry' ? splitOption(line, parsed) : undefined;
  const isSame = option?.name === name && option.value === value;
  if (isSame && name !== '' && isWritableText(line) && !/[\n\0]/.test(line)) return ok(true);
  if (name === '') return fail('The option needs a name.');
  return fail(`The option "${displayText(name)}" with the value "${displayText(value)}" can't be written in a configuration file.`);
}

export function formatOption(name: string, value: string, separator: string): string {
  return value === '' ? `${name}${separator.trimEnd()}` : `${name}${separator}${value}`;
}

/** `=` with blanks or without, as in the option that stands near. */
function optionSeparator(file: ConfigFile, neighbour: OptionModel | undefined): string {
  if (!neighbour) return ' = ';
  const between = file.syntax.text.slice(neighbour.nameRange.end, neighbour.valueRange.start);
  return between === '=' ? '=' : ' = ';
}

function rewriteOption(file: ConfigFile, option: OptionModel, name: string, value: string): Replacement[] {
  const replacements: Replacement[] = [];
  if (name !== option.name) replacements.push({ file: file.path, ...option.nameRange, text: name });
  if (value !== option.value) {
    const { start, end } = option.valueRange;
    const needsBlank = option.value === '' && file.syntax.text[start - 1] === '=' && optionSeparator(file, option) !== '=';
    const isBlankBefore = file.syntax.text[option.nameRange.end] !== '=';
    replacements.push({ file: file.path, start, end, text: needsBlank && isBlankBefore ? ` ${value}` : value });
  }
  return replacements;
}
