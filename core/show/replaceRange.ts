import type { Place } from '../contract/problem.ts';

/** The text with one range replaced, line ends untouched; undefined when the range lies outside. */
export function replaceRange(text: string, place: Place, newText: string): string | undefined {
  const start = offsetOf(text, place.line, place.column);
  const end = offsetOf(text, place.endLine, place.endColumn);
  if (start === undefined || end === undefined || end < start) return undefined;
  return text.slice(0, start) + newText + text.slice(end);
}

function offsetOf(text: string, line: number, column: number): number | undefined {
  // Places count no byte order mark.
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (let current = 1; current < line; current += 1) {
    const next = text.indexOf('\n', at);
    if (next < 0) return undefined;
    at = next + 1;
  }
  const lineEnd = text.indexOf('\n', at);
  const offset = at + column - 1;
  return offset <= (lineEnd < 0 ? text.length : lineEnd) ? offset : undefined;
}
