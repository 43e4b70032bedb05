import type { Place } from '../contract/problem.ts';
import type { ConfigFile } from './loadShow.ts';
import type { TextRange } from './syntax.ts';

/** The place of a range of a line, by default of its content. `index` counts lines from 0; a file without lines has one place. */
export function placeOf(file: ConfigFile, index: number, range?: TextRange): Place {
  const line = file.syntax.lines[index];
  const start = line ? (range?.start ?? line.contentStart) - line.start : 0;
  const end = line ? (range?.end ?? line.contentEnd) - line.start : 0;
  return { file: file.displayPath, line: index + 1, column: start + 1, endLine: index + 1, endColumn: end + 1 };
}
