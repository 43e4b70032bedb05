import { fail, ok, type Result } from '../../base/result.ts';
import { displayText, isWritableText } from '../escapedText.ts';
import type { ConfigFile } from '../loadShow.ts';
import type { WireModel } from '../model.ts';
import { type ChannelPattern, parsePattern } from '../ranges.ts';
import { parseLine, splitWire } from '../syntax.ts';

export interface CheckedEnd {
  readonly text: string;
  readonly instance: string;
  readonly spec: string;
  readonly pattern: ChannelPattern;
}

/** An end as somebody typed it: refused when it can't be written in a map line. */
export function checkEnd(text: string): Result<CheckedEnd, string> {
  const dot = text.indexOf('.');
  if (dot < 0) return fail(`"${displayText(text)}" names no channel: write it as INSTANCE.CHANNEL.`);
  const spec = text.slice(dot + 1);
  const pattern = parsePattern(spec);
  if (!pattern.ok) return fail(displayText(pattern.error.message));
  if (!isWritable(text)) return fail(`"${displayText(text)}" can't be written in a map line.`);
  return ok({ text, instance: text.slice(0, dot), spec, pattern: pattern.value });
}

/** Both ends together: their sizes must fit. */
export function checkSizes(from: CheckedEnd, to: CheckedEnd): Result<number, string> {
  const [a, b] = [from.pattern.count, to.pattern.count];
  if (a === b || a === 1 || b === 1) return ok(Math.max(a, b));
  return fail(`The two sides differ in size: ${displayText(from.text)} names ${a} channels, ${displayText(to.text)} names ${b}.`);
}

/** Written on either side of a map line, the text is read back as it is. */
function isWritable(text: string): boolean {
  if (!isWritableText(text) || /[\n\0]/.test(text)) return false;
  return [`${text} > a.b`, `a.b > ${text}`].every((line, index) => {
    const parsed = parseLine(line, 0, line.length);
    const wire = parsed.kind === 'entry' ? splitWire(line, parsed.contentStart, parsed.contentEnd) : undefined;
    const range = index === 0 ? wire?.left : wire?.right;
    return range !== undefined && wire?.secondOperator === undefined && line.slice(range.start, range.end) === text;
  });
}

/** Blanks around the operator, as in a wire that stands near: all or none. */
export function operatorSpacing(file: ConfigFile, neighbour: WireModel | undefined): string {
  if (!neighbour) return ' ';
  const { start, end } = neighbour.operatorRange;
  const { text } = file.syntax;
  const touches = (index: number) => !/[ \t]/.test(text[index] ?? ' ');
  return touches(start - 1) && touches(end) ? '' : ' ';
}
