import type { Problem } from '../contract/problem.ts';
import { displayText } from './escapedText.ts';
import { rangeFix } from './fixes.ts';
import type { ConfigFile } from './loadShow.ts';
import type { InstanceModel, MapRegion, ShowModel, WireEndModel, WireModel } from './model.ts';
import { parseMutedWire } from './mutedWire.ts';
import { nearestName } from './nearestName.ts';
import { placeOf } from './places.ts';
import type { ProblemList } from './problemList.ts';
import { parsePattern } from './ranges.ts';
import { type LineSyntax, splitWire, type TextRange, type WireSyntax } from './syntax.ts';
import { readWireEnd } from './wireEnd.ts';
import { wireKey, wireText } from './wireKey.ts';

/** A few searches through all wires are cheaper than an index of them. */
const maxSearches = 8;

/** Reads the lines of `[map]` sections, muted ones included. */
export class WireReader {
  wires: WireModel[] = [];
  /** How often each text stands among the first `countedWires` wires. */
  private readonly counts = new Map<string, number>();
  private countedWires = 0;
  private searches = 0;
  private readonly faultyLines = new Map<string, readonly number[]>();
  /** All wires so far are those that the previous model begins with. */
  private isAsBefore = true;
  private readonly unknownEnds: WireEndModel[] = [];
  private readonly nearest = new Map<string, string | undefined>();

  constructor(
    /** The instances so far: a map line may name only those that are defined above it. */
    private readonly instances: ReadonlyMap<string, InstanceModel>,
    private readonly problems: ProblemList,
    /** Its wires are taken over as long as no line above them changed. */
    private readonly previous: ShowModel | undefined,
  ) {}

  /**
   * Takes over the wires of the lines from `index` on: as far as they are the very lines of the previous model, in the map region of the
   * same first line, under the instances that it knew there, and without a fault. Returns how many lines that are.
   */
  takeOver(file: ConfigFile, index: number, regionLine: number): number {
    const before = this.isAsBefore ? this.previous : undefined;
    const known = before?.document.files.get(file.path)?.syntax.lines;
    const { lines } = file.syntax;
    if (!before || !known || known[index] !== lines[index]) return 0;
    // What is read several times may mean something else each time.
    if (before.readCounts.get(file.path) !== 1) return 0;
    const region = before.mapRegions.find((one) => one.file === file.path && one.firstLine === regionLine);
    if (!region || !this.knowsInstancesOf(before, region)) return 0;
    const first = this.wires.length;
    const next = before.wires[first]?.line;
    // The map was not open above this line then, or is not now, or the file is read once more than then.
    if (first >= region.wiresAtEnd || next?.file !== file.path || next.index < index) return 0;
    const faulty = this.faultyLinesOf(before, file.displayPath);
    const nextFault = faulty?.[firstIndex(0, faulty.length, (at) => (faulty[at] ?? 0) >= index)] ?? lines.length;
    const limit = faulty ? Math.min(region.lastLine + 1, nextFault) : index;
    let end = index;
    while (end < limit && lines[end] === known[end]) end++;
    const last = firstIndex(first, region.wiresAtEnd, (at) => (before.wires[at]?.line.index ?? 0) >= end);
    this.wires = this.wires.concat(before.wires.slice(first, last));
    return end - index;
  }

  /** True when the line holds a wire. */
  readLine(file: ConfigFile, index: number, line: LineSyntax): boolean {
    if (line.kind === 'comment') return this.readMuted(file, index, line);
    const { text } = file.syntax;
    const parsed = splitWire(text, line.contentStart, line.contentEnd);
    if (!parsed) {
      const shown = displayText(text.slice(line.contentStart, Math.min(line.contentEnd, line.contentStart + 60)));
      const message = `"${shown}" is no map line: write SOURCE > TARGET, TARGET < SOURCE or ONE <> OTHER.`;
      this.problems.error('not-a-mapping', message, placeOf(file, index));
      return false;
    }
    if (parsed.secondOperator !== undefined) {
      const range = { start: parsed.secondOperator, end: parsed.secondOperator + 1 };
      const message = "A map line has one operator only; a channel name with < or > in it can't be written here.";
      this.problems.error('second-operator', message, placeOf(file, index, range));
      return false;
    }
    const left = this.readEnd(file, index, parsed.left);
    const right = this.readEnd(file, index, parsed.right);
    if (!left || !right) return false;
    this.add(file, index, parsed, left, right, false);
    return true;
  }

  /** To be called when all instances are known. */
  reportUnknownInstances(): void {
    for (const end of this.unknownEnds) this.problems.add(this.unknownInstance(end));
  }

  /** True when all instances that the region's wires could name then can be named now. */
  private knowsInstancesOf(before: ShowModel, { instancesBefore }: MapRegion): boolean {
    return before.instances.slice(0, instancesBefore).every(({ name }) => this.instances.has(name));
  }

  /** Lines of a file that have a problem, in order; undefined when there are too many to be listed. */
  private faultyLinesOf({ problems }: ShowModel, displayPath: string): readonly number[] | undefined {
    let faulty = this.faultyLines.get(displayPath);
    if (!faulty) {
      const places = problems.flatMap(({ place }) => (place?.file === displayPath ? [place.line - 1] : []));
      faulty = places.sort((a, b) => a - b);
      this.faultyLines.set(displayPath, faulty);
    }
    return problems.every(({ place }) => place !== undefined) ? faulty : undefined;
  }

  private readMuted(file: ConfigFile, index: number, line: LineSyntax): boolean {
    const parsed = parseMutedWire(file.syntax.text, line);
    const left = parsed && readWireEnd(file, index, parsed.left, this.previous !== undefined);
    const right = parsed && readWireEnd(file, index, parsed.right, this.previous !== undefined);
    if (!left || !right) return false;
    this.add(file, index, parsed, left, right, true);
    return true;
  }

  private readEnd(file: ConfigFile, index: number, range: TextRange): WireEndModel | undefined {
    const end = readWireEnd(file, index, range, this.previous !== undefined);
    if (end) return end;
    const text = displayText(file.syntax.text.slice(range.start, range.end));
    if (text === '') this.problems.error('no-channel', 'One side of this map line is empty.', placeOf(file, index));
    else {
      const message = `"${text}" names no channel: write it as INSTANCE.CHANNEL.`;
      this.problems.error('no-channel', message, placeOf(file, index, range));
    }
    return undefined;
  }

  private add(file: ConfigFile, index: number, parsed: WireSyntax, left: WireEndModel, right: WireEndModel, isMuted: boolean): void {
    const isReversed = parsed.operator === '<';
    const direction = parsed.operator.length === 2 ? 'both' : 'forward';
    const from = isReversed ? right : left;
    const to = isReversed ? left : right;
    const text = wireText(from.text, direction, to.text);
    const isValid = !isMuted && this.check(file, index, from, to);
    const known = this.isAsBefore ? this.previous?.wires[this.wires.length] : undefined;
    const isSameLine = known?.line.index === index && known.line.file === file.path && this.hasSameLine(file, index);
    if (known && isSameLine && known.isValid === isValid) {
      this.wires.push(known);
      return;
    }
    this.wires.push({
      key: wireKey(text, this.occurrenceOf(text)),
      text,
      from,
      to,
      direction,
      isMuted,
      isValid,
      line: { file: file.path, index },
      operatorRange: parsed.operatorRange,
      isReversed,
      place: placeOf(file, index),
    });
    this.isAsBefore = false;
  }

  private hasSameLine({ path, syntax }: ConfigFile, index: number): boolean {
    return this.previous?.document.files.get(path)?.syntax.lines[index] === syntax.lines[index];
  }

  /** Which of the lines of this text the next one is, counted from 1. */
  private occurrenceOf(text: string): number {
    if (this.previous && this.searches < maxSearches) {
      this.searches++;
      return this.wires.reduce((count, wire) => (wire.text === text ? count + 1 : count), 1);
    }
    for (; this.countedWires < this.wires.length; this.countedWires++) {
      const known = this.wires[this.countedWires]?.text ?? '';
      this.counts.set(known, (this.counts.get(known) ?? 0) + 1);
    }
    return (this.counts.get(text) ?? 0) + 1;
  }

  private check(file: ConfigFile, index: number, from: WireEndModel, to: WireEndModel): boolean {
    let isValid = true;
    for (const end of [from, to]) {
      if (!this.instances.has(end.instance)) {
        isValid = false;
        this.unknownEnds.push(end);
      }
      if (end.count === 0) {
        isValid = false;
        this.reportPattern(file, index, end);
      }
    }
    if (from.count !== to.count && Math.min(from.count, to.count) > 1) {
      isValid = false;
      const sizes = `${displayText(from.text)} names ${from.count} channels, ${displayText(to.text)} names ${to.count}`;
      this.problems.error('range-size-differs', `The two sides differ in size: ${sizes}.`, placeOf(file, index));
    }
    return isValid;
  }

  private reportPattern(file: ConfigFile, index: number, end: WireEndModel): void {
    const parsed = parsePattern(end.spec);
    if (parsed.ok) return;
    const specStart = end.range.start + end.instance.length + 1;
    const range = { start: specStart + parsed.error.start, end: specStart + parsed.error.end };
    const { code, message } = parsed.error;
    const place = placeOf(file, index, range);
    const fix = code === 'range-invalid' ? rangeFix(place, file.syntax.text.slice(range.start, range.end)) : undefined;
    this.problems.add({ code, severity: 'error', message: displayText(message), place, ...(fix && { fix }) });
  }

  /** One slip in an instance's name is often in many lines. */
  private nearestInstance(name: string): string | undefined {
    if (!this.nearest.has(name)) this.nearest.set(name, nearestName(name, this.instances.keys()));
    return this.nearest.get(name);
  }

  private unknownInstance(end: WireEndModel): Problem {
    const shown = displayText(end.instance);
    const place = { ...end.place, endColumn: end.place.column + end.instance.length };
    const later = this.instances.get(end.instance);
    if (later) {
      const message = `"${shown}" is defined further down: a map line can only use instances that stand above it.`;
      const related = { place: later.place, message: 'It is defined here.' };
      return { code: 'instance-defined-later', severity: 'error', message, place, related };
    }
    const nearest = this.nearestInstance(end.instance);
    const hint = end.instance.includes('{') ? ' A range can only stand after the dot.' : '';
    const message = `There is no instance called "${shown}".${nearest === undefined ? hint : ` Did you mean "${displayText(nearest)}"?`}`;
    const problem: Problem = { code: 'unknown-instance', severity: 'error', message, place };
    return nearest === undefined ? problem : { ...problem, fix: { title: `Use "${displayText(nearest)}"`, place, newText: nearest } };
  }
}

/** The first index from `low` to below `high` for which the claim holds, as it does for all after it; `high` for none. */
function firstIndex(low: number, high: number, holds: (index: number) => boolean): number {
  let [from, to] = [low, Math.max(low, high)];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
