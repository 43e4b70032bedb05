import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../core/base/systemClock.ts';
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

test('every traceback has the file and line of the user: of the function that was called wrongly, deep in the library, in text that was evaluated', async () => {
  await show.write(
    'places.py',
    `
import copy, midimonster
def no_value():
    pass
def deep(v):
    nested = []
    for _ in range(2000): nested = [nested]
    copy.deepcopy(nested)
def evaluated(v): eval('1/0')
def compiled(v): compile('a b', '<string>', 'exec')
def looked_up(v): __import__('socket').getaddrinfo('no.such.host.invalid', 80)
class Object:
    def __call__(self, v): raise OSError(5, 'io')
as_object = Object()
def tick(v): pass
midimonster.interval(tick, 10_000)
`,
  );
  const names = ['no_value', 'deep', 'evaluated', 'compiled', 'looked_up', 'as_object'];
  const py = show.add('places', { modules: ['places'], routes: names.map((name) => ['src', `places.${name}`] as const) });
  await show.start();
  for (const name of names) {
    const before = py.counters.errors;
    py.send(`places.${name}`, 0.5);
    await show.until(() => py.counters.errors > before);
  }
  expect(py.problems.map(({ message, file, line }) => `${file?.split('/').at(-1)}:${line} ${message.split(':')[0]}`)).toEqual([
    'places.py:3 places.no_value',
    'places.py:8 places.deep',
    'places.py:9 places.evaluated',
    'places.py:10 places.compiled',
    'places.py:11 places.looked_up',
    'places.py:13 places.as_object',
  ]);
  expect(py.stderr).toMatch(/places.py", line 3, in no_value\n {4}def no_value\(\):\nTypeError/);
  expect(py.stderr).toMatch(/places.py", line 8, in [\s\S]*copy.py", line \d+, in _deepcopy_list[\s\S]*RecursionError/);
});

test('exceptions that answer nobody, and a stderr that takes nothing, keep no event from its handler and no traceback from the console', async () => {
  await show.write(
    'rude.py',
    `
import sys
class Meta(type):
    @property
    def __name__(c): raise RuntimeError('no name')
class Nameless(Exception, metaclass=Meta): pass
class Closed(Exception):
    def __getattribute__(self, name): raise RuntimeError(name)
class Broken:
    def write(self, text): raise RuntimeError('no write')
class Dying:
    def __del__(self): raise RuntimeError('in del')
def h(v):
    print('T', v, flush=True)
    if v == .125: raise Nameless('x')
    if v == .25: raise Closed()
    if v == .375: raise ValueError('a\\0b' + chr(27) + '[31m\\n' + 'z' * 5000)
    if v == .5: Dying()
    if v == .625: chain(0)
    sys.stderr = Broken() if v == .75 else None
    raise ValueError(f'after {v}')
def chain(n):
    try: 1 / 0
    finally: chain(n + 1)
`,
  );
  const py = show.add('rude', { modules: ['rude'], routes: [['src', 'rude.h']] });
  await show.start();
  const values = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875];
  py.send('rude.h', ...values);
  await show.until(() => py.counters.errors === values.length && py.lines.length === values.length);
  expect(py.lines).toEqual(values.map(String));
  const messages = py.problems.map(({ message }) => message);
  expect(messages).toContain('rude.h: Nameless: x');
  expect(messages).toContain('rude.h: Closed');
  expect(messages).toContain(`rude.h: ValueError: a b [31m ${'z'.repeat(291)}...`);
  expect(py.stderr).toMatch(/Exception ignored while calling deallocator .*:\nTraceback[\s\S]*in __del__/);
  expect(py.stderr).not.toContain('_patchmonster');
  expect(py.stderr).toContain('RecursionError: maximum recursion depth exceeded');
  expect(py.stderr).toContain('ValueError: after 0.75');
  expect(py.stderr).toContain('ValueError: after 0.875');
});

test('a function whose call runs nothing is named, and nobody takes the signal from long calls', async () => {
  await show.write(
    'idle.py',
    `
import midimonster as m, signal, time
async def later(v): pass
def steps(v): yield v
async def tick(): pass
m.interval(tick, 10_000)
try: signal.signal(signal.SIGINT, lambda *_: exit())
except ValueError: print('T refused', flush=True)
def long(v):
    until = time.monotonic() + 0.7
    while time.monotonic() < until: pass
    print('T done', flush=True)
`,
  );
  const py = show.add('idle', {
    modules: ['idle'],
    routes: ['later', 'steps', 'long'].map((name) => ['src', `idle.${name}`] as const),
  });
  await show.start();
  expect(py.problems.map(({ message }) => message)).toEqual([
    'idle.later is an async function: calling it does not run it; use a plain def',
    'idle.steps contains yield: calling it does not run it; use a plain def without yield',
  ]);
  expect(py.stderr).toContain('interval(): idle.tick is an async function');
  expect(py.lines).toContain('refused');
  py.send('idle.long', 0.5);
  await show.until(() => py.lines.includes('done'));
  expect(py.counters.errors).toBe(0);
});

test('the last counts come with the end, those of the cleanup handler among them', async () => {
  await show.write('ending.py', "import midimonster as m\ndef h(v): pass\ndef bye(): raise ValueError('bye')\nm.cleanup_handler(bye)\n");
  const py = show.add('ending', { modules: ['ending'], routes: [['src', 'ending.h']] });
  await show.start();
  py.send('ending.h', 0.1, 0.2, 0.3);
  await py.running.stop(systemClock.nowMs() + 3_000);
  expect(py.counters.errors).toBe(1);
  const last = (name: string) => py.profile.filter((row) => row.name === name).at(-1);
  expect(last('ending.bye')).toMatchObject({ kind: 'cleanup', calls: 1, errors: 1 });
});
