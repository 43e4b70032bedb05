import { expect, test } from 'vitest';
import { listProblems } from './listProblems.ts';

test('errors come first, and a state is said once', () => {
  const place = { file: 'show.cfg', line: 2, column: 1, endLine: 2, endColumn: 3 };
  const listed = listProblems(
    [
      { code: 'w', severity: 'warning', message: 'Unused.', place },
      { code: 'e', severity: 'error', message: 'Unknown.' },
    ],
    new Map([
      ['nano', { phase: 'waiting', reason: 'Not plugged in.', problems: [] }],
      ['py', { phase: 'failed', reason: 'Broken.', problems: [{ code: 'x', message: 'Broken.', file: 'a.py', line: 3 }] }],
      ['ok', { phase: 'live', reason: '', problems: [] }],
    ]),
  );
  expect(listed.map(({ severity, message, instance, line }) => [severity, message, instance, line])).toEqual([
    ['error', 'Unknown.', undefined, undefined],
    ['error', 'Broken.', 'py', 3],
    ['warning', 'Unused.', undefined, 2],
    ['warning', 'Not plugged in.', 'nano', undefined],
  ]);
});
