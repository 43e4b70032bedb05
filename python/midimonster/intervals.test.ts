import { beforeAll, expect, test } from 'vitest';
import { bootTestInterpreter, type TestInterpreter } from '../testing/testInterpreter.ts';

let interpreter: TestInterpreter;
beforeAll(async () => {
  interpreter = await bootTestInterpreter();
}, 60_000);

/**
 * Plays a scenario against `intervals.py` with a clock of its own. `at(ms, f)` runs f at that time; the clock stops at every
 * `step` ms. Returns what was called as `name@ms`.
 */
function play(code: string, untilMs: number, stepMs = 10): string[] {
  const text: string = interpreter.booted.pyodide.runPython(`
import json
from _patchmonster.intervals import Intervals, round_period
calls, now, plans = [], [0], {}
rules = Intervals()
def f(name):
    def call(): calls.append(f"{name}@{now[0]}")
    call.__qualname__ = name
    return call
a, b, c = f('a'), f('b'), f('c')
def every(call, ms, owner='m'): rules.set(call, ms, owner, now[0])
def at(ms, action): plans.setdefault(ms, []).append(action)
${code}
rules.start(0)
while now[0] < ${untilMs}:
    now[0] += ${stepMs}
    for action in plans.get(now[0], ()): action()
    for entry in rules.take_due(now[0]): entry.call()
json.dumps(calls)
`);
  return JSON.parse(text);
}

test('the first call comes after one full period, also for one that is registered late', () => {
  expect(play('every(a, 30); at(20, lambda: every(b, 40))', 70)).toEqual(['a@30', 'a@60', 'b@60']);
});

test('functions that are due together run in the order of their registration', () => {
  expect(play('every(b, 20); every(a, 20); every(c, 20)', 20)).toEqual(['b@20', 'a@20', 'c@20']);
});

test('calls that were missed are not made up for, and the beat stays', () => {
  expect(play('every(a, 30)', 280, 70)).toEqual(['a@70', 'a@140', 'a@210', 'a@280']);
  expect(play('every(a, 40)', 300, 50)).toEqual(['a@50', 'a@100', 'a@150', 'a@200', 'a@250', 'a@300']);
});

test('a changed period counts from the last call; 0 cancels; a function may cancel itself', () => {
  expect(play('every(a, 20); at(30, lambda: every(a, 50))', 130)).toEqual(['a@20', 'a@70', 'a@120']);
  expect(play('every(a, 20); at(30, lambda: every(a, 4)); every(b, 0)', 100)).toEqual(['a@20']);
  expect(play('def once():\n    calls.append("once"); every(once, 0)\nevery(once, 10); every(a, 30)', 60)).toEqual([
    'once',
    'a@30',
    'a@60',
  ]);
});

test('a function that another one cancels in the same pass is not called', () => {
  expect(play('def killer(): every(a, 0)\nevery(killer, 20); every(a, 20)', 60)).toEqual([]);
});

test('bound methods of one object are one function, lambdas are each their own', () => {
  expect(
    play(
      'class K:\n    def f(self): calls.append("f")\nk = K()\nevery(k.f, 10); every(k.f, 20)\nevery(lambda: calls.append("l"), 20); every(lambda: calls.append("l"), 20)',
      20,
    ),
  ).toEqual(['f', 'l', 'l']);
});

test('after a reload the new function keeps the beat of the old one of its name and period', () => {
  const reload = `
every(a, 50, 'm'); every(b, 50, 'other')
def reload():
    staged = Intervals()
    staged.set(f('a'), 50, 'm', now[0]); staged.set(f('new'), 50, 'm', now[0])
    rules.replace_owned({'m'}, staged, now[0])
at(70, reload)`;
  expect(play(reload, 120)).toEqual(['a@50', 'b@50', 'b@100', 'a@100', 'new@120']);
});

test('periods are rounded to the nearest 10, halves up', () => {
  const rounded: string = interpreter.booted.pyodide.runPython('str([round_period(ms) for ms in (0, 4, 5, 14, 15, 24, 25, 1000)])');
  expect(rounded).toBe('[0, 0, 10, 10, 20, 20, 30, 1000]');
});

test("a function that can not be compared with others stands in nobody's way", () => {
  const code = `
class Odd:
    __qualname__ = 'odd'
    def __eq__(self, other): raise ValueError('not comparable')
    def __call__(self): calls.append(f"odd@{now[0]}")
odd = Odd()
every(odd, 30); every(a, 20); at(40, lambda: every(odd, 0))`;
  expect(play(code, 60)).toEqual(['a@20', 'odd@30', 'a@40', 'a@60']);
});
