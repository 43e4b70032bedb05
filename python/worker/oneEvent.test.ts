import { beforeAll, expect, test } from 'vitest';
import { bootTestInterpreter, type TestInterpreter } from '../testing/testInterpreter.ts';

let interpreter: TestInterpreter;

beforeAll(async () => {
  interpreter = await bootTestInterpreter();
  const { runtime, booted } = interpreter;
  runtime.offerModule(undefined);
  booted.pyodide.runPython(`
import sys, time, types
own = types.ModuleType("own")
sys.modules["own"] = own
exec('''
import midimonster, time
seen = []
def quick(value): seen.append((midimonster.current(), midimonster.inputvalue("own.quick"), value))
def slow(value): time.sleep(value)
def broken(value): raise ValueError("no")
''', own.__dict__)
`);
  const specs = ['own.quick', 'own.slow', 'own.broken', 'deaf'];
  runtime.setChannels('start', {
    specs,
    slots: Int32Array.from(specs, (_, slot) => slot),
    isTarget: Uint8Array.from([1, 1, 1, 1]),
    lastOutputs: null,
    lastInputs: null,
  });
  booted.pyodide.runPython(`
from _patchmonster import state
state.handlers[:3] = [own.quick, own.slow, own.broken]
`);
}, 60_000);

function send(slot: number, value: number): void {
  const { runtime } = interpreter;
  runtime.setNow(performance.now());
  runtime.memory.batchSlots[0] = slot;
  runtime.memory.batchValues[0] = value;
  runtime.runEvents(1, false);
}

function python(expression: string): unknown {
  return JSON.parse(interpreter.booted.pyodide.runPython(`import json\njson.dumps(${expression})`));
}

test('a handler that is called with one event sees what it sees in a batch', () => {
  send(0, 0.25);
  send(0, 0.75);
  expect(python('own.seen')).toEqual([
    ['own.quick', 0, 0.25],
    ['own.quick', 0.25, 0.75],
  ]);
  expect(python('[state.current_slot, state.running.kind]')).toEqual([-1, 0]);
});

test('one that took long is counted with its time, and timed in Python from then on', () => {
  const isSlow = () => python('1 in state.slow_slots');
  const timed = () => python('[state.stats[1].timed, state.stats[1].longest >= 0.01]');
  send(1, 0.01);
  expect([isSlow(), timed()]).toEqual([true, [1, true]]);
  send(1, 0.01);
  expect([isSlow(), timed()]).toEqual([true, [2, true]]);
  expect(interpreter.runtime.memory.callCounts[1]).toBe(2);
});

test('one that raises is reported, and its value counts', () => {
  interpreter.posted.length = 0;
  send(2, 0.5);
  interpreter.runtime.raised.send();
  expect(interpreter.posted.filter(({ type }) => type === 'raised')).toMatchObject([{ count: 1 }]);
  expect(python('[state.stats[2].errors, state.inputs[2], state.current_slot, state.running.kind]')).toEqual([1, 0.5, -1, 0]);
});

test('a value for a channel without a handler is kept', () => {
  send(3, 0.5);
  expect(python('state.inputs[3]')).toBe(0.5);
});
