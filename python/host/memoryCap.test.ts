import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('allocating without bound ends in MemoryError at the cap, and everything else goes on', async () => {
  await show.write(
    'greedy.py',
    `
def P(*a): print('T', *a, flush=True)
P('load')
def keep(v):
    kept = []
    while True: kept.append(bytearray(8 << 20))
def grow(v):
    kept = [v]
    while True: kept += kept
def text(v):
    text = 'x' * 1000
    while True: text += text
def ok(v): P('ok', v)
`,
  );
  const names = ['keep', 'grow', 'text', 'ok'];
  const py = show.add('py', { modules: ['greedy'], routes: names.map((name) => ['src', `greedy.${name}`] as const) });
  // The budget is for a machine that is slow to give memory: that is no hang.
  await show.start({ handlerBudgetMs: 20_000, blockingBudgetMs: 20_000, memoryCapMiB: 128 });
  for (const name of ['keep', 'grow', 'text']) {
    const before = py.counters.errors;
    py.send(`greedy.${name}`, 0.5);
    await show.until(() => py.counters.errors === before + 1);
    expect(py.problems.at(-1)?.message).toBe(`greedy.${name}: MemoryError`);
    expect(py.stderr).toMatch(new RegExp(`greedy.py", line \\d+, in ${name}[^]*MemoryError`));
  }
  py.send('greedy.ok', 0.25);
  await show.until(() => py.lines.includes('ok 0.25'));
  expect(py.lines.filter((line) => line === 'load')).toHaveLength(1);
  expect(py.counters.dropped).toBe(0);
}, 60_000);
