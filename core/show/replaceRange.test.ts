import { expect, test } from 'vitest';
import { replaceRange } from './replaceRange.ts';

const place = (line: number, column: number, endLine: number, endColumn: number) => ({ file: 'x', line, column, endLine, endColumn });

test.each([
  ['a\nbcd\n', place(2, 2, 2, 4), 'X', 'a\nbX\n'],
  ['a\r\nbcd\r\n', place(1, 1, 2, 1), '', 'bcd\r\n'],
  ['abc', place(1, 4, 1, 4), 'd', 'abcd'],
  ['\uFEFFabc\nd', place(1, 2, 1, 3), 'X', '\uFEFFaXc\nd'],
  ['\uFEFFabc\nd', place(2, 1, 2, 2), 'X', '\uFEFFabc\nX'],
  ['abc', place(1, 5, 1, 5), 'd', undefined],
  ['abc', place(2, 1, 2, 1), 'd', undefined],
  ['abc', place(1, 3, 1, 2), 'd', undefined],
])('in %j at %j', (text, at, newText, expected) => expect(replaceRange(text, at, newText)).toBe(expected));
