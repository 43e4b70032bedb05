import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
const prelude = `
import midimonster as m
def P(*a): print('T', *a, flush=True)
`;

beforeAll(async () => {
  await show.write(
    'main.py',
    `${prelude}
import helper, time, sys
N = 0
m.output('first', .25); m.output('second', .5); m.output('first', .75)
def echo(v): P('echo', v, m.current(), m.inputvalue('main.echo')); m.output('out', v)
def burst(v):
    for i in range(5): m.output('many', i / 10)
def boom(v):
    m.output('before', v)
    raise ValueError('boom')
def leave(v): sys.exit(3)
def deep(v): deep(v)
def helped(v): P('helped', helper.half(v))
`,
  );
  await show.write('helper.py', 'def half(v): return v / 2\n');
  await show.write('broken.py', 'def (:\n');
});
afterAll(() => show.stop());

test('one instance: start, batches, exceptions, reload', async () => {
  const py = show.add('py', {
    modules: ['main.py', 'broken', 'nosuch.py'],
    routes: [
      ['second', 'main.echo'],
      ['many', 'main.nothing'],
      ['src', 'main.boom'],
      ['src', 'main.leave'],
      ['src', 'main.deep'],
      ['src', 'main.helped'],
      ['src', 'main.burst'],
      ['out', 'x'],
      ['before', 'x'],
    ],
  });
  await show.start();
  expect(py.phase).toBe('live');
  expect(py.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'python-module-syntax: Module "broken" was not loaded: invalid syntax',
    `python-module-missing: There is no file nosuch.py in ${show.folder}`,
    'python-handler-missing: Channel main.nothing: module "main" has no function "nothing"',
  ]);
  expect(py.problems[0]).toMatchObject({ file: `${show.folder}/broken.py`, line: 1 });

  // Initial values leave as one round in the order in which their channels were made.
  await show.until(() => py.outputs.includes('out 0.5') && py.lines.length > 0);
  expect(py.rounds[0]).toBe(2);
  expect(py.outputs.slice(0, 2)).toEqual(['first 0.75', 'second 0.5']);
  expect(py.lines).toEqual(['echo 0.5 main.echo 0.0']);

  // What one entry puts out is one round.
  const roundsBefore = py.rounds.length;
  py.send('main.burst', 1);
  await show.until(() => py.outputs.includes('many 0.4'));
  expect(py.rounds.slice(roundsBefore)).toContain(5);

  // A batch goes on behind every exception, and nothing of ours is in the tracebacks.
  py.send('main.boom', 0.1, 0.2);
  py.send('main.leave', 0.1);
  py.send('main.deep', 0.1);
  py.send('main.helped', 0.5);
  await show.until(() => py.lines.includes('helped 0.25') && py.counters.errors === 4 && py.outputs.includes('before 0.2'));
  expect(py.outputs.filter((line) => line.startsWith('before'))).toEqual(['before 0.1', 'before 0.2']);
  expect(py.stderr).toContain(`File "${show.folder}/main.py", line 13, in boom`);
  expect(py.stderr).toContain('SystemExit: 3');
  expect(py.stderr).toContain('RecursionError');
  expect(py.stderr).not.toContain('_patchmonster');
  expect(py.problems.find(({ message }) => message.includes('boom'))).toMatchObject({ file: `${show.folder}/main.py`, line: 13 });

  // A broken version is refused with its place and the old one goes on.
  const [kept] = await show.save(
    'main.py',
    `${prelude}
m.output('first', .9)
def echo(v): P('never')
1/0
`,
  );
  expect(kept).toMatchObject({ outcome: 'kept', problem: { line: 7, code: 'python-module-failed' } });
  py.send('main.echo', 0.125);
  await show.until(() => py.lines.includes('echo 0.125 main.echo 0.5'));
  expect(py.outputs).not.toContain('first 0.9');

  // A good version is swapped in; an initial output is put out again only where it differs.
  const [swapped] = await show.save(
    'main.py',
    `${prelude}
m.output('first', .75); m.output('second', .6); m.output('brandnew', .3)
def echo(v): P('new', v)
def __reload__(old): P('carried', old['N'], 'burst' in old)
`,
  );
  expect(swapped).toMatchObject({ outcome: 'swapped' });
  await show.until(() => py.lines.includes('new 0.6') && py.outputs.includes('brandnew 0.3'));
  expect(py.lines).toContain('carried 0 True');
  expect(py.outputs.filter((line) => line === 'first 0.75')).toHaveLength(1);

  // A module that failed before is loaded once it is right, and a file that nobody loaded is nobody's business.
  expect(await show.save('broken.py', 'def fine(v): print("T fine", v)\n')).toMatchObject([{ outcome: 'swapped' }]);
  expect(py.problems.map(({ code }) => code)).not.toContain('python-module-syntax');
  expect(await show.save('other.py', 'x = 1\n')).toMatchObject([{ outcome: 'untouched' }]);

  // Channels that join while it runs find their handlers.
  py.setRoutes([
    ['src', 'broken.fine'],
    ['src', 'main.echo'],
  ]);
  py.send('broken.fine', 0.5);
  await show.until(() => py.lines.includes('fine 0.5'));
});

test('a new version that keeps raising is offered for roll-back; calls are counted exactly; cleanup runs once and last', async () => {
  await show.write(
    'late.py',
    `${prelude}
def h(v): pass
def tick(): P('tick')
m.interval(tick, 10)
m.cleanup_handler(lambda: P('cleanup', m.current(), m.inputvalue('late.h'), m.outputvalue('o'), m.output('o', .9), m.outputvalue('o')))
m.output('o', .25)
`,
  );
  const py = show.add('late', {
    modules: ['late'],
    routes: [
      ['src', 'late.h'],
      ['o', 'x'],
    ],
  });
  await show.start();
  for (let index = 0; index < 300; index++) py.send('late.h', index / 1000);
  const calls = () => py.profile.filter(({ name }) => name === 'late.h').at(-1)?.calls;
  await show.until(() => calls() === 300 && py.profile.some(({ name }) => name === 'late.tick'));
  expect(py.profile.find(({ name }) => name === 'late.tick')).toMatchObject({ kind: 'interval', errors: 0 });

  await py.running.stop(performance.now() + 3_000);
  const stopped = py.lines.length;
  expect(py.lines.at(-1)).toBe('cleanup None 0.299 0.25 None 0.9');
  expect(py.lines.filter((line) => line.startsWith('cleanup'))).toHaveLength(1);
  expect(py.outputs).not.toContain('o 0.9');
  expect(py.phase).toBe('stopped');
  expect(stopped).toBe(py.lines.length);

  await show.write('flaky.py', 'def h(v): pass\n');
  const flaky = show.add('flaky', { modules: ['flaky'], routes: [['src', 'flaky.h']] });
  await show.start();
  expect((await show.save('flaky.py', 'def h(v): 1/0\n')).find(({ instance }) => instance === 'flaky')?.outcome).toBe('swapped');
  for (let index = 0; index < 5; index++) flaky.send('flaky.h', 0.5);
  await show.until(() => flaky.problems.some(({ code }) => code === 'python-rollback-offered'));
  await show.save('flaky.py', 'def h(v): pass\n');
  expect(flaky.problems).toEqual([]);
});
