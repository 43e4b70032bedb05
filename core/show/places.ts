import type { Place } from '../contract/problem.ts';
import type { ConfigFile } from './loadShow.ts';
import type { TextRange } from './syntax.ts';

/** The place of a range of a line, by default of its content. `index` counts lines from 0; a file without lines has one place. */
export function placeOf(file: ConfigFile, index: number, range?: TextRange): Place {
  const line = file.syntax.lines[index];
  const lineStart = visibleStart(file, index);
  const start = line ? (range?.start ?? line.contentStart) - lineStart : 0;
  const end = line ? (range?.end ?? line.contentEnd) - lineStart : 0;
  return { file: file.displayPath, line: index + 1, column: Math.max(start, 0) + 1, endLine: index + 1, endColumn: Math.max(end, 0) + 1 };
}

/** Where a line begins for people: editors count no byte order mark. */
export function visibleStart({ syntax }: ConfigFile, index: number): number {
  const start = syntax.lines[index]?.start ?? 0;
  return index === 0 && syntax.text.startsWith('\uFEFF') ? start + 1 : start;
}
