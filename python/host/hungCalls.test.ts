import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('calls that hang are ended, named, and everything else goes on', async () => {
  await show.write(
    'hang.py',
    `
import midimonster as m, time, re, socket, os, sys
def P(*a): print('T', *a, flush=True)
S = {'loads': 0}
P('load')
m.output('level', 0.5)
def level(v): m.output('level', v)
def ok(v): P('ok', round(v, 3))
def spin(v):
    while True:
        pass
def sleep(v): time.sleep(60)
def stubborn(v):
    P('stuck')
    while True:
        try:
            while True: pass
        except: pass
def inside_c(v): sum(range(10**12))
def regex(v): re.match(r'(a+)+$', 'a' * 40 + 'b')
def leave(v): os._exit(4)
`,
  );
  const names = ['ok', 'spin', 'sleep', 'stubborn', 'inside_c', 'regex', 'leave', 'level'];
  const routes = names.map((name): readonly [string, string] => ['src', `hang.${name}`]);
  const py = show.add('py', { modules: ['hang'], routes: [...routes, ['level', 'x']] });
  const other = show.add('other', { modules: ['hang'], routes: [['src', 'hang.ok']] });
  await show.start({ handlerBudgetMs: 500, blockingBudgetMs: 1_000 });

  const startedMs = performance.now();
  py.send('hang.spin', 0.1);
  py.send('hang.ok', 0.1);
  await show.until(() => py.lines.includes('ok 0.1'));
  expect(py.stderr).toMatch(/hang.spin was stopped: it ran longer than 0.5 s, in .*hang.py line (9|10|11)/);
  expect(py.stderr).toContain('midimonster.OverBudget');
  expect(performance.now() - startedMs).toBeGreaterThan(500);

  py.send('hang.sleep', 0.1);
  py.send('hang.regex', 0.1);
  py.send('hang.leave', 0.1);
  py.send('hang.ok', 0.2);
  await show.until(() => py.lines.includes('ok 0.2'));
  for (const name of ['sleep', 'regex']) expect(py.stderr).toContain(`hang.${name} was stopped`);
  expect(py.stderr).toContain('SystemExit: 4');
  expect(
    py.lines.filter((line) => line === 'load'),
    py.stderr,
  ).toHaveLength(1);

  // Loops inside C functions and bare excepts cost the worker; the event is dropped and the ones behind it arrive.
  py.send('hang.level', 0.75);
  await show.until(() => py.outputs.includes('level 0.75'));
  py.send('hang.stubborn', 0.1);
  // Behind a call that hangs already, so that they don't share a batch.
  await show.until(() => py.lines.includes('stuck'));
  py.send('hang.ok', 0.3);
  await show.until(() => py.lines.includes('ok 0.3'));
  expect(
    py.lines.filter((line) => line === 'load'),
    py.stderr,
  ).toHaveLength(2);
  expect(py.stderr).toMatch(
    /interrupted: hang.stubborn \(.*hang.py line 13\): it ran longer than 0.5 s, in .*hang.py line 1[678]; its event/,
  );
  py.send('hang.ok', 0.35, 0.36);
  py.send('hang.inside_c', 0.1);
  py.send('hang.ok', 0.4);
  await show.until(() => py.lines.includes('ok 0.4'));
  expect(py.stderr).toMatch(/interrupted: hang.inside_c \(.*hang.py line 19\); its event is dropped/);
  // Known although it shared a batch with others.
  expect(
    py.lines.filter((line) => line === 'load'),
    py.stderr,
  ).toHaveLength(3);
  expect(py.counters.dropped).toBe(2);
  expect(py.phase).toBe('live');
  // The module's initial output did not overwrite the newer value.
  expect(py.outputs.filter((line) => line === 'level 0.5')).toHaveLength(1);

  other.send('hang.ok', 0.9);
  await show.until(() => other.lines.includes('ok 0.9'));
  expect(other.lines.filter((line) => line === 'load')).toHaveLength(1);
}, 120_000);

test('what is nested deeply ends in RecursionError, or takes only its own event with it', async () => {
  await show.write(
    'nested.py',
    `
import json
def P(*a): print('T', *a, flush=True)
P('load')
def nested(depth):
    made = None
    for _ in range(depth): made = [made]
    return made
def summed(v): eval('+'.join(['1'] * 200_000))
def dumped(v): P('dumped', len(json.dumps(nested(50_000))))
def compared(v): nested(1_000_000) == nested(1_000_000)
def ok(v): P('ok', v)
`,
  );
  const names = ['summed', 'dumped', 'compared', 'ok'];
  const py = show.add('nested', { modules: ['nested'], routes: names.map((name) => ['src', `nested.${name}`] as const) });
  await show.start({ handlerBudgetMs: 50_000, blockingBudgetMs: 50_000 });
  py.send('nested.summed', 0.5);
  py.send('nested.dumped', 0.5);
  await show.until(() => py.lines.includes('dumped 100004'));
  expect(py.stderr).toContain('RecursionError: Stack overflow');
  py.send('nested.compared', 0.5);
  await show.until(() => py.counters.dropped === 1);
  py.send('nested.ok', 0.25);
  await show.until(() => py.lines.includes('ok 0.25'));
  expect(py.stderr).toMatch(
    /Python ended, something in it recurses or is nested too deeply: nested.compared \(.*nested.py line 11\); its event is dropped/,
  );
  expect(py.lines.filter((line) => line === 'load')).toHaveLength(2);
}, 60_000);
