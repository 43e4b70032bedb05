import { expect, test } from 'vitest';
import { createConsoleStore, withLines } from '../stores/consoleStore.ts';
import { layOutRows, rowAtLine } from './consoleLayout.ts';

function rowsOf(...texts: readonly string[]) {
  const lines = texts.map((text) => ({ wallMs: 1, level: 'info', source: 'py', text }) as const);
  return withLines(createConsoleStore().getState(), lines).rows;
}

test('a row takes the lines that its text fills, at least one', () => {
  expect(layOutRows(rowsOf('', 'x'.repeat(30), 'x'.repeat(31), 'é'.repeat(16), '\t\t\t\tx'), 30).tops).toEqual([0, 1, 2, 4, 6, 8]);
});

test('text is broken between words, and a word alone where it fits no line', () => {
  const lines = (text: string) => layOutRows(rowsOf(text), 20).tops.at(-1);
  expect(lines('twelve chars and then some')).toBe(2);
  expect(lines(`${'x'.repeat(15)} ${'y'.repeat(15)} ${'z'.repeat(15)}`)).toBe(3);
  expect(lines(`short ${'x'.repeat(45)} ${'y'.repeat(14)}`)).toBe(4);
  expect(lines(`${'x'.repeat(40)} y`)).toBe(3);
  expect(lines(`${'x'.repeat(20)}${' '.repeat(30)}`)).toBe(1);
});

test('a line belongs to the row that begins at it or before', () => {
  const layout = layOutRows(rowsOf('a', 'x'.repeat(70), 'b'), 30);
  expect([0, 1, 3, 4, 99].map((line) => rowAtLine(layout, line))).toEqual([0, 1, 1, 2, 2]);
  expect(rowAtLine(layOutRows([], 30), 5)).toBe(0);
});
