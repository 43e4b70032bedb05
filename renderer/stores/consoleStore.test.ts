import { expect, test } from 'vitest';
import { createConsoleStore, maxConsoleRows, withLines } from './consoleStore.ts';

const line = { wallMs: 1, level: 'info', source: 'py' } as const;

test('a traceback is one row per line, and left-out lines are told before it', () => {
  const { rows } = withLines(createConsoleStore().getState(), [
    { ...line, stream: 'stderr', text: 'Traceback:\n  File "x"\n', skipped: 40 },
  ]);
  expect(rows.map(({ tone, text, isFirst }) => [tone, text, isFirst])).toEqual([
    ['quiet', '40 lines left out here: too many at once', true],
    ['error', 'Traceback:', true],
    ['error', '  File "x"', false],
  ]);
});

test('only the newest rows are kept, and ids are never used twice', () => {
  let state = createConsoleStore().getState();
  for (let round = 0; round < 3; round += 1)
    state = withLines(
      state,
      Array.from({ length: 4_000 }, (_, index) => ({ ...line, text: `${round} ${index}` })),
    );
  expect(state.rows).toHaveLength(maxConsoleRows);
  expect(state.rows.at(-1)?.text).toBe('2 3999');
  expect(new Set(state.rows.map(({ id }) => id)).size).toBe(maxConsoleRows);
});
