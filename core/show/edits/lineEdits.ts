/** Whole lines put in and taken out in the manner of their neighbours: their line break, their indentation. */
import type { ConfigFile } from '../loadShow.ts';
import type { LineSyntax } from '../syntax.ts';
import type { Replacement } from './replacement.ts';

/** Inserts lines after the line at `index`, or at the top of the file for -1. */
export function insertLinesAfter(file: ConfigFile, index: number, lines: readonly string[]): Replacement {
  const { text } = file.syntax;
  const eol = lineBreakAt(file, index);
  const line = file.syntax.lines[index];
  if (!line) {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    return { file: file.path, start, end: start, text: lines.map((content) => content + eol).join('') };
  }
  const isOpen = text[line.end - 1] !== '\n';
  const inserted = isOpen ? lines.map((content) => eol + content) : lines.map((content) => content + eol);
  return { file: file.path, start: line.end, end: line.end, text: inserted.join('') };
}

export function removeLine(file: ConfigFile, index: number): Replacement {
  const line = file.syntax.lines[index];
  if (!line) throw new Error(`${file.path} has no line ${index + 1}.`);
  return { file: file.path, start: line.start, end: line.end, text: '' };
}

/** A line's text without its line break. */
export function lineTextAt(file: ConfigFile, index: number): string {
  const line = file.syntax.lines[index];
  return line ? file.syntax.text.slice(line.start, line.end).replace(/\r?\n$/, '') : '';
}

/** The line break of a line, or of the nearest one above or below that has one. */
export function lineBreakAt(file: ConfigFile, index: number): '\n' | '\r\n' {
  const { text, lines } = file.syntax;
  const isBroken = (line: LineSyntax | undefined) => line !== undefined && text[line.end - 1] === '\n';
  let at = Math.max(index, 0);
  while (at > 0 && !isBroken(lines[at])) at--;
  const line = lines[at];
  return line && isBroken(line) && text[line.end - 2] === '\r' ? '\r\n' : '\n';
}

/** The blanks before a line's content. */
export function indentAt(file: ConfigFile, index: number): string {
  const line = file.syntax.lines[index];
  const indent = line ? file.syntax.text.slice(line.start, line.contentStart) : '';
  return /^[ \t]*$/.test(indent) ? indent : '';
}

/** First line of the comment block that stands directly above a line, or the line itself. */
export function startOfComments(file: ConfigFile, index: number): number {
  let at = index;
  while (at > 0 && file.syntax.lines[at - 1]?.kind === 'comment') at--;
  return at;
}

export function isBlankAt(file: ConfigFile, index: number): boolean {
  const line = file.syntax.lines[index];
  return line === undefined || line.kind === 'blank';
}
