import { expect, test } from 'vitest';
import { codeLines } from './codeLines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const change = (before: string | null, after: string | null) => ({
  path: '/show/m.py',
  before: before === null ? null : bytes(before),
  after: after === null ? null : bytes(after),
});

test.each([
  ['a\nb\nc\n', 'a\nX\nc\n', 'm.py gets other code in one line.'],
  ['a\nb\nc\n', 'a\nX\nY\nc\n', 'm.py gets other code in 2 lines.'],
  ['a\n', null, 'm.py is removed.'],
  [null, 'a\n', 'm.py is written again.'],
])('a module that changes is told in words: %j to %j', (before, after, line) =>
  expect(codeLines([change(before, after)], () => 'm.py')).toEqual([line]),
);
