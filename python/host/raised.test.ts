import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('an exception whose text can not be made is reported and counted, and the instance goes on; names that no channel can have are refused', async () => {
  await show.write(
    'odd.py',
    `
import midimonster as m
class Mute(Exception):
    def __str__(self): raise ValueError('no text')
    __repr__ = __str__
def h(v):
    print('T', v, flush=True)
    if v < .5: raise Mute()
def names(v):
    for function in (m.inputvalue, m.outputvalue):
        for name in ('a\\0b', '\\ud800', 'nowhere'):
            try: print('T', function.__name__, function(name), flush=True)
            except Exception as error: print('T', function.__name__, type(error).__name__, flush=True)
`,
  );
  await show.write('mute.py', 'import odd\nraise odd.Mute()\n');
  const odd = show.add('odd', {
    modules: ['odd', 'mute'],
    routes: [
      ['src', 'odd.h'],
      ['src', 'odd.names'],
    ],
  });
  await show.start();
  expect(odd.phase).toBe('live');
  expect(odd.problems.map(({ message }) => message)).toEqual([expect.stringContaining('Mute: its text could not be made')]);

  odd.send('odd.h', 0.25, 0.75);
  odd.send('odd.names', 1);
  await show.until(() => odd.counters.errors === 1 && odd.lines.includes('outputvalue None'));
  expect(odd.lines).toEqual([
    '0.25',
    '0.75',
    ...['inputvalue', 'outputvalue'].flatMap((name) => [`${name} ValueError`, `${name} UnicodeEncodeError`, `${name} None`]),
  ]);
  expect(odd.stderr).toContain('in h');
});

test('an exception whose text hangs is given up, and the events behind it are handled', async () => {
  await show.write(
    'slow.py',
    `
class Slow(Exception):
    def __str__(self):
        while True: pass
def h(v):
    if v < .5: raise Slow()
    print('T', v, flush=True)
`,
  );
  const slow = show.add('slow', { modules: ['slow'], routes: [['src', 'slow.h']] });
  await show.start({ handlerBudgetMs: 300, blockingBudgetMs: 600 });
  slow.send('slow.h', 0.25, 0.75);
  await show.until(() => slow.lines.includes('0.75'));
  await show.until(() => slow.counters.errors === 1);
  expect(slow.problems.map(({ message }) => message)).toEqual(['slow.h: Slow: its text could not be made']);
  expect(slow.counters.dropped).toBe(0);
  expect(slow.phase).toBe('live');
}, 60_000);

test('endless recursion shows its innermost frames', async () => {
  await show.write('deep.py', 'def down(): down()\ndef h(v):\n    down()\n');
  const deep = show.add('deep', { modules: ['deep'], routes: [['src', 'deep.h']] });
  await show.start();
  deep.send('deep.h', 0.5);
  await show.until(() => deep.counters.errors === 1);
  expect(deep.stderr).toMatch(/^\(The outer \d{3} frames are left out\.\)\nTraceback/m);
  expect(deep.stderr).toContain('RecursionError: maximum recursion depth exceeded');
  expect(deep.stderr.split('\n').length).toBeLessThan(30);
  expect(deep.problems.map(({ line }) => line)).toContain(1);
});
