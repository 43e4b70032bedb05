/**
 * Channel patterns: `{1..8}` and `{red,green}` in a channel's text. Several of them multiply, the rightmost varies fastest.
 * Numbers are unsigned decimals, up or down, without zero padding; blanks may stand before them. List members are any text,
 * blanks kept, and never empty. A `}` that closes nothing is an ordinary character.
 */
import { fail, ok, type Result } from '../base/result.ts';

export interface ChannelPattern {
  readonly text: string;
  /** How many channels it names. */
  readonly count: number;
  readonly parts: readonly PatternPart[];
}

export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'range'; readonly first: number; readonly last: number; readonly count: number }
  | { readonly kind: 'list'; readonly members: readonly string[]; readonly count: number };

/** Offsets count from the start of the pattern's text. */
export interface PatternProblem {
  readonly code: 'range-invalid' | 'range-nested' | 'range-too-large';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** More channels than this in one pattern are a slip of the hand; the largest show that is measured has 100,000. */
export const maxPatternChannels = 1_000_000;

export function parsePattern(text: string): Result<ChannelPattern, PatternProblem> {
  const parts: PatternPart[] = [];
  let count = 1;
  let at = 0;
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
    const close = text.indexOf('}', open);
    if (close < 0) return fail(problem('range-invalid', open, text.length, `The range in "${text}" has no closing brace.`));
    const part = parseGlob(text, open, close);
    if (!part.ok) return part;
    if (open > at) parts.push({ kind: 'text', text: text.slice(at, open) });
    parts.push(part.value);
    count *= part.value.count;
    if (count > maxPatternChannels) {
      const message = `"${text}" names more than ${maxPatternChannels.toLocaleString('en')} channels.`;
      return fail(problem('range-too-large', 0, text.length, message));
    }
    at = close + 1;
  }
  if (at < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(at) });
  return ok({ text, count, parts });
}

/** A text without ranges. */
export function plainPattern(text: string): ChannelPattern {
  return { text, count: 1, parts: [{ kind: 'text', text }] };
}

/** All channels of a pattern in order. */
export function expandPattern(pattern: ChannelPattern): string[] {
  let texts = [''];
  for (const part of pattern.parts) {
    const values = valuesOf(part);
    if (texts.length === 1) {
      const prefix = texts[0] ?? '';
      texts = prefix === '' ? values : values.map((value) => prefix + value);
    } else if (values.length === 1) {
      const suffix = values[0] ?? '';
      texts = texts.map((prefix) => prefix + suffix);
    } else texts = texts.flatMap((prefix) => values.map((value) => prefix + value));
  }
  return texts;
}

/** The channel at `index` of a pattern's expansion. */
export function channelAt(pattern: ChannelPattern, index: number): string {
  let text = '';
  let rest = index;
  for (const part of [...pattern.parts].reverse()) {
    if (part.kind === 'text') text = part.text + text;
    else {
      text = memberAt(part, rest % part.count) + text;
      rest = Math.floor(rest / part.count);
    }
  }
  return text;
}

/** How many channels a channel text names; 0 when its range is malformed. */
export function countChannels(text: string): number {
  const pattern = parsePattern(text);
  return pattern.ok ? pattern.value.count : 0;
}

function valuesOf(part: PatternPart): string[] {
  if (part.kind === 'text') return [part.text];
  if (part.kind === 'list') return [...part.members];
  const values: string[] = new Array(part.count);
  const step = part.last >= part.first ? 1 : -1;
  for (let index = 0; index < part.count; index++) values[index] = String(part.first + index * step);
  return values;
}

function memberAt(part: Exclude<PatternPart, { kind: 'text' }>, index: number): string {
  if (part.kind === 'list') return part.members[index] ?? '';
  return String(part.last >= part.first ? part.first + index : part.first - index);
}

function parseGlob(text: string, open: number, close: number): Result<Exclude<PatternPart, { kind: 'text' }>, PatternProblem> {
  const content = text.slice(open + 1, close);
  const glob = text.slice(open, close + 1);
  if (content.includes('{')) {
    return fail(problem('range-nested', open, close + 1, `A range can't stand inside another one: "${glob}".`));
  }
  const dots = content.indexOf('..');
  const comma = content.indexOf(',');
  if (dots >= 0 && (comma < 0 || dots < comma)) return parseNumbers(content, glob, open, close);
  if (comma >= 0) return parseMembers(content, glob, open, close);
  const hint = content === '' ? 'It is empty' : `"${glob}" is neither a range nor a list`;
  return fail(problem('range-invalid', open, close + 1, `${hint}: write {1..8} or {red,green}.`));
}

function parseNumbers(
  content: string,
  glob: string,
  open: number,
  close: number,
): Result<Exclude<PatternPart, { kind: 'text' }>, PatternProblem> {
  const match = /^[ \t\v\f\r]*\+?(\d+)\.\.[ \t\v\f\r]*\+?(\d+)$/.exec(content);
  const first = match?.[1];
  const last = match?.[2];
  if (first === undefined || last === undefined) {
    return fail(problem('range-invalid', open, close + 1, `"${glob}" is not a range: write two whole numbers, such as {1..8}.`));
  }
  const from = Number(first);
  const to = Number(last);
  const count = Math.abs(to - from) + 1;
  if (Math.max(from, to) > Number.MAX_SAFE_INTEGER || count > maxPatternChannels) {
    const message = `"${glob}" names more than ${maxPatternChannels.toLocaleString('en')} channels or has too large numbers.`;
    return fail(problem('range-too-large', open, close + 1, message));
  }
  return ok({ kind: 'range', first: from, last: to, count });
}

function parseMembers(
  content: string,
  glob: string,
  open: number,
  close: number,
): Result<Exclude<PatternPart, { kind: 'text' }>, PatternProblem> {
  const members = content.split(',');
  if (members.includes('')) return fail(problem('range-invalid', open, close + 1, `The list "${glob}" has an empty member.`));
  return ok({ kind: 'list', members, count: members.length });
}

function problem(code: PatternProblem['code'], start: number, end: number, message: string): PatternProblem {
  return { code, message, start, end };
}
