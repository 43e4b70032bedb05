/** Which rows of the console stand where, when long ones are broken into several lines of the window's width. */
import { type ConsoleRow, columnsOf } from '../stores/consoleStore.ts';

/** Narrower text could not be read anyway. */
const fewestColumns = 20;

export interface ConsoleLayout {
  /** Line at which each row begins, and one more: how many lines there are. */
  readonly tops: readonly number[];
}

export function layOutRows(rows: readonly ConsoleRow[], columns: number): ConsoleLayout {
  const width = Math.max(fewestColumns, columns);
  const tops = [0];
  let top = 0;
  for (const row of rows) {
    top += row.columns <= width ? 1 : linesOf(row.text, width);
    tops.push(top);
  }
  return { tops };
}

/** As the page breaks text: between words, and within a word that is too wide for a line of its own. Spaces at a line's end hang over. */
function linesOf(text: string, width: number): number {
  let lines = 1;
  let column = 0;
  for (const [, spaces = '', word = ''] of text.matchAll(/(\s*)(\S*)/g)) {
    column += columnsOf(spaces);
    const wordColumns = columnsOf(word);
    if (column > 0 && column + wordColumns > width && wordColumns > 0) {
      lines += 1;
      column = 0;
    }
    column += wordColumns;
    if (wordColumns > width) {
      lines += Math.ceil(column / width) - 1;
      column = column % width || width;
    }
  }
  return lines;
}

/** Index of the row that has this line; the last one beyond the end. */
export function rowAtLine({ tops }: ConsoleLayout, line: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}
