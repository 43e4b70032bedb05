import { fail, ok, type Result } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { displayText } from '../escapedText.ts';
import type { ConfigFile } from '../loadShow.ts';
import type { LineRef, MapRegion, WireModel } from '../model.ts';
import { muteMark } from '../mutedWire.ts';
import { wireText } from '../wireKey.ts';
import type { EditContext, EditPlan } from './editContext.ts';
import { indentAt, insertLinesAfter, isBlankAt, lineBreakAt, lineTextAt, removeLine } from './lineEdits.ts';
import type { Replacement } from './replacement.ts';
import { type CheckedEnd, checkEnd, checkSizes, operatorSpacing } from './wireText.ts';

type EditOf<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>;

export function planAddWire(context: EditContext, edit: EditOf<'addWire'>): EditPlan {
  const ends = checkEnds(context, edit.from, edit.to);
  if (!ends.ok) return ends;
  const file = edit.file === undefined ? undefined : context.namedFile(edit.file);
  if (file && !file.ok) return file;
  const text = wireText(edit.from, edit.direction, edit.to);
  const same = context.wire(text);
  if (same.ok && !same.value.isMuted) return fail(`The map line "${displayText(text)}" is there already.`);
  const replacement = insertWire(context, ends.value.from, ends.value.to, edit.direction, file?.value);
  return ok({ replacements: [replacement], delta: { wires: 1 }, touches: [text] });
}

export function planRemoveWire(context: EditContext, edit: EditOf<'removeWire'>): EditPlan {
  const wire = context.wire(edit.key);
  if (!wire.ok) return wire;
  const { line } = wire.value;
  const count = context.model.readCounts.get(line.file) ?? 1;
  const replacements = [removeLine(context.file(line.file), line.index)];
  return ok({ replacements, delta: { wires: -count }, touches: [lineName(line)] });
}

export function planMuteWire(context: EditContext, edit: EditOf<'muteWire'>): EditPlan {
  const found = context.wire(edit.key);
  if (!found.ok) return found;
  const wire = found.value;
  if (wire.isMuted === edit.isMuted) return ok({ replacements: [], delta: {} });
  const file = context.file(wire.line.file);
  const line = file.syntax.lines[wire.line.index];
  if (!line) return fail('This map line is not there any more.');
  const start = line.contentStart;
  const touches = [lineName(wire.line)];
  if (edit.isMuted) return ok({ replacements: [{ file: file.path, start, end: start, text: `${muteMark} ` }], delta: {}, touches });
  const markEnd = start + muteMark.length;
  const end = file.syntax.text[markEnd] === ' ' ? markEnd + 1 : markEnd;
  // What was muted may have lost its instances meanwhile; it comes back with its problem.
  return ok({ replacements: [{ file: file.path, start, end, text: '' }], delta: {}, touches, mayBreak: true });
}

export function planChangeWire(context: EditContext, edit: EditOf<'changeWire'>): EditPlan {
  const found = context.wire(edit.key);
  if (!found.ok) return found;
  const wire = found.value;
  const from = edit.from ?? wire.from.text;
  const to = edit.to ?? wire.to.text;
  const direction = edit.direction ?? wire.direction;
  const ends = checkEnds(context, from, to);
  if (!ends.ok) return ends;
  const text = wireText(from, direction, to);
  const same = context.wire(text);
  if (same.ok && same.value !== wire && !same.value.isMuted && !wire.isMuted) {
    return fail(`The map line "${displayText(text)}" is there already.`);
  }
  const region = regionOf(context, wire);
  if (!wire.isMuted && region && !isDefinedBefore(context, region, from, to)) {
    const moved = insertWire(context, ends.value.from, ends.value.to, direction, undefined);
    return ok({ replacements: [removeLine(context.file(wire.line.file), wire.line.index), moved], delta: {} });
  }
  return ok({ replacements: rewriteWire(wire, from, to, direction), delta: {} });
}

export function planMoveWire(context: EditContext, edit: EditOf<'moveWire'>): EditPlan {
  const found = context.wire(edit.key);
  if (!found.ok) return found;
  const wire = found.value;
  const file = context.file(wire.line.file);
  const text = lineTextAt(file, wire.line.index);
  const removal = removeLine(file, wire.line.index);
  if (edit.before === null) {
    const region = regionOf(context, wire);
    if (!region || region.lastLine === wire.line.index) return ok({ replacements: [], delta: {} });
    return ok({ replacements: [removal, insertLinesAfter(file, region.lastLine, [text])], delta: {} });
  }
  const other = context.wire(edit.before);
  if (!other.ok) return other;
  if (other.value === wire) return ok({ replacements: [], delta: {} });
  const target = context.file(other.value.line.file);
  const start = target.syntax.lines[other.value.line.index]?.start ?? 0;
  const eol = lineBreakAt(target, other.value.line.index);
  return ok({ replacements: [removal, { file: target.path, start, end: start, text: text + eol }], delta: {} });
}

function lineName(line: LineRef): string {
  return `${line.index}:${line.file}`;
}

/** The new ends and operator in the place of the old; what stays the same is not touched. */
export function rewriteWire(wire: WireModel, from: string, to: string, direction: 'forward' | 'both'): Replacement[] {
  const isReversed = wire.isReversed && direction === 'forward';
  const [left, right] = isReversed ? [to, from] : [from, to];
  const [leftEnd, rightEnd] = wire.isReversed ? [wire.to, wire.from] : [wire.from, wire.to];
  const file = wire.line.file;
  const replacements: Replacement[] = [];
  if (left !== leftEnd.text) replacements.push({ file, ...leftEnd.range, text: left });
  if (direction !== wire.direction) {
    replacements.push({ file, ...wire.operatorRange, text: direction === 'both' ? '<>' : isReversed ? '<' : '>' });
  }
  if (right !== rightEnd.text) replacements.push({ file, ...rightEnd.range, text: right });
  return replacements;
}

function checkEnds(context: EditContext, from: string, to: string): Result<{ from: CheckedEnd; to: CheckedEnd }, string> {
  const source = checkEnd(from);
  if (!source.ok) return source;
  const target = checkEnd(to);
  if (!target.ok) return target;
  for (const end of [source.value, target.value]) {
    const instance = context.instance(end.instance);
    if (!instance.ok) return instance;
  }
  const sizes = checkSizes(source.value, target.value);
  return sizes.ok ? ok({ from: source.value, to: target.value }) : sizes;
}

/** Puts a new wire below the last one of a map that may name its instances, or into a new map at the end. */
function insertWire(
  context: EditContext,
  from: CheckedEnd,
  to: CheckedEnd,
  direction: 'forward' | 'both',
  file: ConfigFile | undefined,
): Replacement {
  const region = chooseRegion(context, from, to, file);
  const operator = direction === 'both' ? '<>' : '>';
  if (!region) {
    const target = file ?? context.file(context.document.mainPath);
    const last = target.syntax.lines.length - 1;
    const blank = isBlankAt(target, last) ? [] : [''];
    return insertLinesAfter(target, last, [...blank, '[map]', `${from.text} ${operator} ${to.text}`]);
  }
  const target = context.file(region.file);
  const neighbour = context.model.wires.findLast((wire) => wire.line.file === region.file && wire.line.index === region.lastLine);
  const spacing = operatorSpacing(target, neighbour);
  const indent = neighbour ? indentAt(target, region.lastLine) : '';
  return insertLinesAfter(target, region.lastLine, [`${indent}${from.text}${spacing}${operator}${spacing}${to.text}`]);
}

/** The last map that fits, best one that has wires of the same instances already. */
function chooseRegion(context: EditContext, from: CheckedEnd, to: CheckedEnd, file: ConfigFile | undefined): MapRegion | undefined {
  const eligible = context.model.mapRegions.filter(
    (region) =>
      (file === undefined || region.file === file.path) &&
      !context.isShared(region.file) &&
      isDefinedBefore(context, region, from.text, to.text),
  );
  const scores = new Map<MapRegion, number>(eligible.map((region) => [region, region.lastLine > region.firstLine ? 1 : 0]));
  const mostMatches = from.instance === to.instance ? 1 : 2;
  const { wires } = context.model;
  for (let index = wires.length - 1; index >= 0; index--) {
    const wire = wires[index];
    if (!wire) continue;
    const matches = Number(touches(wire, from.instance)) + Number(from.instance !== to.instance && touches(wire, to.instance));
    if (matches === 0) continue;
    const region = eligible.findLast((other) => other.file === wire.line.file && other.firstLine < wire.line.index);
    // None can be better than the last one with wires of both.
    if (region && matches === mostMatches && region === eligible.at(-1)) return region;
    if (region) scores.set(region, Math.max(scores.get(region) ?? 0, 1 + matches));
  }
  let best: MapRegion | undefined;
  for (const region of eligible) if (!best || (scores.get(region) ?? 0) >= (scores.get(best) ?? 0)) best = region;
  return best;
}

function touches(wire: WireModel, instance: string): boolean {
  return wire.from.instance === instance || wire.to.instance === instance;
}

function isDefinedBefore(context: EditContext, region: MapRegion, ...ends: readonly string[]): boolean {
  return ends.every((end) => {
    const name = end.slice(0, end.indexOf('.'));
    const index = context.model.instances.findIndex((instance) => instance.name === name);
    return index >= 0 && index < region.instancesBefore;
  });
}

function regionOf(context: EditContext, wire: WireModel): MapRegion | undefined {
  return context.model.mapRegions.findLast((region) => region.file === wire.line.file && region.firstLine < wire.line.index);
}
