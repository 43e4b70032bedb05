import { expect, test } from 'vitest';
import { countProblems, listProblems } from './listProblems.ts';

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

test('a module that can not be read is said once, by the instance that could not load it', () => {
  const place = { file: 'a.py', line: 3, column: 4, endLine: 3, endColumn: 5 };
  const written = [{ code: 'module-syntax-error', severity: 'warning', message: "a.py can't be loaded.", place }] as const;
  const problems = [{ code: 'x', message: 'Module "a" was not loaded.', file: 'a.py', line: 3 }];
  const listed = listProblems(written, new Map([['py', { phase: 'live', reason: '', problems }]]));
  expect(listed.map(({ message }) => message)).toEqual(['Module "a" was not loaded.']);
  expect(listProblems(written, new Map())).toHaveLength(1);
  expect(countProblems(listed)).toEqual({ errors: 1, warnings: 0 });
});
