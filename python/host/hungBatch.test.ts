import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('of a large batch with a call that never returns, that event alone is dropped and the others are put out once, in order', async () => {
  await show.write(
    'batch.py',
    `
import midimonster as m
def echo(v): m.output('o', v)
def hang(v): sum(range(10**12))
`,
  );
  const py = show.add('py', {
    modules: ['batch'],
    routes: [
      ['src', 'batch.echo'],
      ['src', 'batch.hang'],
      ['o', 'x'],
    ],
  });
  await show.start({ handlerBudgetMs: 300, blockingBudgetMs: 600 });
  const names = Array.from({ length: 20 }, (_, index) => (index === 14 ? 'batch.hang' : 'batch.echo'));
  py.running.deliver({
    slots: Int32Array.from(names, (name) => py.slots.get(name) ?? -1),
    values: Float64Array.from(names, (_, index) => index / 100),
    count: names.length,
    hops: 0,
  });
  await show.until(() => py.outputs.includes('o 0.19'));
  expect(py.outputs).toEqual(names.flatMap((name, index) => (name === 'batch.echo' ? [`o ${index / 100}`] : [])));
  expect(py.counters.dropped).toBe(1);
  // Too large to tell of each call: found when its events were taken one by one.
  expect(py.stderr).toContain('the events of its batch are played again one by one');
  expect(py.stderr).toMatch(/interrupted: batch.hang \(.*batch.py line 4\); its event is dropped/);
}, 60_000);
