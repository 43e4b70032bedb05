/**
 * The lossless syntax tree of one configuration file. Invariants:
 *  1. the lines follow each other without gaps from 0 to the end of the text;
 *  2. a line's tokens follow each other without gaps from its start to its end;
 *  3. so printing the tokens gives the bytes that were parsed, whatever they were.
 * A line ends after `\n`; a carriage return before it is trimmed like any blank. Whether an entry is an option or a map line
 * depends on the section that is open when it is read, which may begin in another file: see `model.ts`.
 */
import { decodeEscaped, encodeEscaped } from './escapedText.ts';
import { trimEnd, trimStart } from './trim.ts';

export interface ConfigSyntax {
  readonly bytes: Uint8Array;
  /** The bytes as text (see `escapedText.ts`); all offsets count its UTF-16 units. */
  readonly text: string;
  readonly lines: readonly LineSyntax[];
}

interface LineRange {
  readonly start: number;
  /** After the line break. */
  readonly end: number;
  /** The trimmed content. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

export interface PlainLine extends LineRange {
  readonly kind: 'blank' | 'comment' | 'entry';
}

export interface SectionLine extends LineRange {
  readonly kind: 'section';
  readonly section: SectionSyntax;
}

export type LineSyntax = PlainLine | SectionLine;

export type SectionSyntax =
  | { readonly kind: 'map' }
  | { readonly kind: 'backend'; readonly name: string; readonly nameStart: number; readonly nameEnd: number }
  | { readonly kind: 'include'; readonly path: string; readonly pathStart: number; readonly pathEnd: number }
  | {
      readonly kind: 'instance';
      readonly backend: string;
      readonly name: string;
      readonly backendStart: number;
      readonly nameStart: number;
      readonly nameEnd: number;
    }
  /** `[python]`: brackets without the blank that a section needs. */
  | { readonly kind: 'nameless'; readonly text: string };

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface OptionSyntax {
  readonly name: string;
  readonly value: string;
  readonly nameRange: TextRange;
  readonly valueRange: TextRange;
}

export interface WireSyntax {
  readonly left: TextRange;
  readonly right: TextRange;
  readonly operatorRange: TextRange;
  readonly operator: '<' | '>' | '<>' | '><';
  /** Where a second operator stands, which the format has no meaning for. */
  readonly secondOperator: number | undefined;
}

export interface Token extends TextRange {
  readonly kind: 'blank' | 'comment' | 'section' | 'entry' | 'break';
}

/** Lines above the first difference from a previous text are taken over as they are: an edit of a long file costs little. */
export function parseConfig(bytes: Uint8Array, previous?: ConfigSyntax): ConfigSyntax {
  const text = decodeEscaped(bytes);
  const lines = previous ? commonLines(previous, text) : [];
  for (let start = lines.at(-1)?.end ?? 0; start < text.length; ) {
    const breakAt = text.indexOf('\n', start);
    const end = breakAt < 0 ? text.length : breakAt + 1;
    lines.push(parseLine(text, start, end));
    start = end;
  }
  return { bytes, text, lines };
}

function commonLines(previous: ConfigSyntax, text: string): LineSyntax[] {
  const same = commonLength(previous.text, text);
  const { lines } = previous;
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.end ?? 0) <= same) low = middle + 1;
    else high = middle;
  }
  // The last line may lack its line break, which a longer text gives it.
  if (low > 0 && previous.text[(lines[low - 1]?.end ?? 0) - 1] !== '\n') low--;
  return lines.slice(0, low);
}

/** Compared in stretches, which the engine of the language does many times as quickly as unit by unit. */
const stretch = 4096;

/** How many units two texts have in common from their start on. */
function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same + stretch <= most && a.slice(same, same + stretch) === b.slice(same, same + stretch)) same += stretch;
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}

export function printConfig(syntax: ConfigSyntax): Uint8Array {
  const pieces: string[] = [];
  for (const line of syntax.lines) for (const token of tokensOf(syntax, line)) pieces.push(syntax.text.slice(token.start, token.end));
  return encodeEscaped(pieces.join(''));
}

/** The pieces of a line: blanks before, content, blanks after, line break; those that are empty are left out. */
export function tokensOf(syntax: ConfigSyntax, line: LineSyntax): Token[] {
  const textEnd = syntax.text[line.end - 1] === '\n' ? line.end - 1 : line.end;
  const content = line.kind === 'blank' ? 'blank' : line.kind;
  const tokens: Token[] = [
    { kind: 'blank', start: line.start, end: line.contentStart },
    { kind: content, start: line.contentStart, end: line.contentEnd },
    { kind: 'blank', start: line.contentEnd, end: textEnd },
    { kind: 'break', start: textEnd, end: line.end },
  ];
  return tokens.filter((token) => token.end > token.start);
}

export function parseLine(text: string, start: number, end: number): LineSyntax {
  const textEnd = text.charCodeAt(end - 1) === 0x0a ? end - 1 : end;
  const contentStart = trimStart(text, start, textEnd);
  const contentEnd = trimEnd(text, contentStart, textEnd);
  const range = { start, end, contentStart, contentEnd };
  if (contentStart === contentEnd) return { kind: 'blank', ...range };
  if (text[contentStart] === ';') return { kind: 'comment', ...range };
  if (text[contentStart] === '[' && text[contentEnd - 1] === ']') {
    return { kind: 'section', ...range, section: parseSection(text, contentStart, contentEnd) };
  }
  return { kind: 'entry', ...range };
}

/** `[backend NAME]` and `[include FILE]` take all that follows the blank, untrimmed; other sections are split at the first blank. */
function parseSection(text: string, start: number, end: number): SectionSyntax {
  const content = text.slice(start, end);
  if (content === '[map]') return { kind: 'map' };
  const after = start + 9;
  if (content.startsWith('[backend ')) return { kind: 'backend', name: text.slice(after, end - 1), nameStart: after, nameEnd: end - 1 };
  if (content.startsWith('[include ')) return { kind: 'include', path: text.slice(after, end - 1), pathStart: after, pathEnd: end - 1 };
  const blank = content.indexOf(' ');
  if (blank < 0) return { kind: 'nameless', text: content.slice(1, -1) };
  return {
    kind: 'instance',
    backend: content.slice(1, blank),
    name: content.slice(blank + 1, -1),
    backendStart: start + 1,
    nameStart: start + blank + 1,
    nameEnd: end - 1,
  };
}

/** Splits an entry at its first `=`; undefined when it has none. */
export function splitOption(text: string, line: LineSyntax): OptionSyntax | undefined {
  const at = text.indexOf('=', line.contentStart);
  if (at < 0 || at >= line.contentEnd) return undefined;
  const nameRange = trimRange(text, line.contentStart, at);
  const valueRange = trimRange(text, at + 1, line.contentEnd);
  return {
    name: text.slice(nameRange.start, nameRange.end),
    value: text.slice(valueRange.start, valueRange.end),
    nameRange,
    valueRange,
  };
}

/** Splits a map line at its first `<` or `>`; undefined when it has none. */
export function splitWire(text: string, start: number, end: number): WireSyntax | undefined {
  const at = findOperator(text, start, end);
  if (at === undefined) return undefined;
  const first = text[at] === '<' ? '<' : '>';
  const opposite = first === '<' ? '>' : '<';
  const isBoth = at + 1 < end && text[at + 1] === opposite;
  const operatorEnd = at + (isBoth ? 2 : 1);
  return {
    left: trimRange(text, start, at),
    right: trimRange(text, operatorEnd, end),
    operatorRange: { start: at, end: operatorEnd },
    operator: isBoth ? (first === '<' ? '<>' : '><') : first,
    secondOperator: findOperator(text, operatorEnd, end),
  };
}

function findOperator(text: string, start: number, end: number): number | undefined {
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x3c || unit === 0x3e) return at;
  }
  return undefined;
}

function trimRange(text: string, start: number, end: number): TextRange {
  const from = trimStart(text, start, end);
  return { start: from, end: trimEnd(text, from, end) };
}
