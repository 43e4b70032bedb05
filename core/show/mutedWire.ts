import { type LineSyntax, splitWire, type WireSyntax } from './syntax.ts';
import { trimStart } from './trim.ts';

/** A muted map line is a comment for everybody else. */
export const muteMark = ';~';

/** The map line behind the mark, or undefined when the comment is a plain one. */
export function parseMutedWire(text: string, line: LineSyntax): WireSyntax | undefined {
  if (!text.startsWith(muteMark, line.contentStart)) return undefined;
  const start = trimStart(text, line.contentStart + muteMark.length, line.contentEnd);
  if (text[start] === ';' || text[start] === '[') return undefined;
  const parsed = splitWire(text, start, line.contentEnd);
  return parsed?.secondOperator === undefined ? parsed : undefined;
}
