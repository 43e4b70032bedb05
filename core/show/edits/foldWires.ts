import { fail, ok } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import type { WireModel } from '../model.ts';
import { countChannels, expandPattern, parsePattern } from '../ranges.ts';
import type { EditContext, EditPlan } from './editContext.ts';
import { indentAt, lineBreakAt, removeLine } from './lineEdits.ts';
import { rewriteWire } from './wireEdits.ts';
import { operatorSpacing } from './wireText.ts';

type EditOf<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>;

/** More lines than this are no text that a person wants to see. */
const maxUnfoldedLines = 10_000;

/** Writes single lines as one range line in the place of the first; the others go. */
export function planFoldWires(context: EditContext, edit: EditOf<'foldWires'>): EditPlan {
  const wires: WireModel[] = [];
  for (const key of new Set(edit.keys)) {
    const wire = context.wire(key);
    if (!wire.ok) return wire;
    wires.push(wire.value);
  }
  const first = wires[0];
  if (!first || wires.length < 2) return fail('Choose at least two lines.');
  const problem = foldProblem(wires, first);
  if (problem !== undefined) return fail(problem);
  const from = foldSpecs(wires.map((wire) => wire.from.spec));
  const to = foldSpecs(wires.map((wire) => wire.to.spec));
  if (from === undefined || to === undefined || !isSameExpansion(wires, from, to)) {
    return fail('These lines form no range: their channels must count up or down together.');
  }
  const removed = new Map(wires.slice(1).map((wire) => [`${wire.line.file}:${wire.line.index}`, wire.line]));
  return ok({
    replacements: [
      ...rewriteWire(first, `${first.from.instance}.${from}`, `${first.to.instance}.${to}`, first.direction),
      ...[...removed.values()].map((line) => removeLine(context.file(line.file), line.index)),
    ],
    delta: { wires: 1 - wires.length },
  });
}

/** Writes a range line as single lines in its place. */
export function planUnfoldWire(context: EditContext, edit: EditOf<'unfoldWire'>): EditPlan {
  const found = context.wire(edit.key);
  if (!found.ok) return found;
  const wire = found.value;
  if (wire.isMuted || !wire.isValid || !wire.from.pattern || !wire.to.pattern) return fail('Only a map line that runs can be unfolded.');
  const count = Math.max(wire.from.pattern.count, wire.to.pattern.count);
  if (!`${wire.from.spec}${wire.to.spec}`.includes('{')) return fail('This map line has no range in it.');
  if (count > maxUnfoldedLines) return fail(`${count} lines are too many; up to ${maxUnfoldedLines} can be written.`);
  if (context.isShared(wire.line.file)) return fail('This line stands in a file that is included several times.');
  const file = context.file(wire.line.file);
  const line = file.syntax.lines[wire.line.index];
  if (!line) return fail('This map line is not there any more.');
  const spacing = operatorSpacing(file, wire);
  const operator = wire.direction === 'both' ? '<>' : wire.isReversed ? '<' : '>';
  const sources = expandPattern(wire.from.pattern).map((spec) => `${wire.from.instance}.${spec}`);
  const targets = expandPattern(wire.to.pattern).map((spec) => `${wire.to.instance}.${spec}`);
  const lines = Array.from({ length: count }, (_, index) => {
    const source = sources[sources.length === 1 ? 0 : index];
    const target = targets[targets.length === 1 ? 0 : index];
    const [left, right] = wire.isReversed ? [target, source] : [source, target];
    return `${left}${spacing}${operator}${spacing}${right}`;
  });
  const separator = lineBreakAt(file, wire.line.index) + indentAt(file, wire.line.index);
  const text = lines.join(separator);
  return ok({ replacements: [{ file: file.path, start: line.contentStart, end: line.contentEnd, text }], delta: { wires: count - 1 } });
}

function foldProblem(wires: readonly WireModel[], first: WireModel): string | undefined {
  for (const wire of wires) {
    if (wire.isMuted || !wire.isValid) return 'Only map lines that run can be folded.';
    if (`${wire.from.spec}${wire.to.spec}`.includes('{')) return `"${wire.key}" is a range already.`;
    const isSame =
      wire.direction === first.direction && wire.from.instance === first.from.instance && wire.to.instance === first.to.instance;
    if (!isSame) return 'Only lines between the same two instances in the same direction can be folded.';
  }
  return undefined;
}

/** One pattern for several channels in their order: a constant, a count up or down, or a list; undefined when there is none. */
export function foldSpecs(specs: readonly string[]): string | undefined {
  const [first = ''] = specs;
  if (specs.every((spec) => spec === first)) return first;
  const start = commonPrefixLength(specs);
  const end = commonSuffixLength(specs, start);
  return foldNumbers(specs, start, end) ?? foldList(specs, start, end);
}

function foldNumbers(specs: readonly string[], commonStart: number, commonEnd: number): string | undefined {
  const first = specs[0] ?? '';
  let start = commonStart;
  while (start > 0 && /\d/.test(first[start - 1] ?? '')) start--;
  let end = commonEnd;
  while (end > 0 && /\d/.test(first[first.length - end] ?? '')) end--;
  const texts = specs.map((spec) => spec.slice(start, spec.length - end));
  if (!texts.every((text) => /^(0|[1-9]\d{0,14})$/.test(text))) return undefined;
  const numbers = texts.map(Number);
  const [a = 0, b = 0] = numbers;
  const step = b - a;
  if (Math.abs(step) !== 1 || !numbers.every((number, index) => number === a + index * step)) return undefined;
  return `${first.slice(0, start)}{${a}..${numbers.at(-1)}}${first.slice(first.length - end)}`;
}

function foldList(specs: readonly string[], start: number, end: number): string | undefined {
  const first = specs[0] ?? '';
  const members = specs.map((spec) => spec.slice(start, spec.length - end));
  if (members.some((member) => member === '' || /[,{}]|\.\./.test(member))) return undefined;
  return `${first.slice(0, start)}{${members.join(',')}}${first.slice(first.length - end)}`;
}

function commonPrefixLength(texts: readonly string[]): number {
  const shortest = shortestLength(texts);
  let length = 0;
  while (length < shortest && texts.every((text) => text[length] === texts[0]?.[length])) length++;
  return length;
}

function commonSuffixLength(texts: readonly string[], prefix: number): number {
  const longest = shortestLength(texts) - prefix;
  let length = 0;
  while (length < longest && texts.every((text) => text.at(-1 - length) === texts[0]?.at(-1 - length))) length++;
  return length;
}

function shortestLength(texts: readonly string[]): number {
  return texts.reduce((shortest, text) => Math.min(shortest, text.length), Number.MAX_SAFE_INTEGER);
}

/** The proof: the range line makes exactly the routes of the single lines, in their order. */
function isSameExpansion(wires: readonly WireModel[], from: string, to: string): boolean {
  const [sources, targets] = [parsePattern(from), parsePattern(to)];
  if (!sources.ok || !targets.ok || Math.max(countChannels(from), countChannels(to)) !== wires.length) return false;
  const [fromSpecs, toSpecs] = [expandPattern(sources.value), expandPattern(targets.value)];
  return wires.every(
    (wire, index) =>
      wire.from.spec === fromSpecs[fromSpecs.length === 1 ? 0 : index] && wire.to.spec === toSpecs[toSpecs.length === 1 ? 0 : index],
  );
}
