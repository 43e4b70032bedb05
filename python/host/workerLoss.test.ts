import { expect, test } from 'vitest';
import { pythonEntry } from '../../core/contract/pythonLink.ts';
import { lossAtBoot, lossByDeath, lossByHanging } from './workerLoss.ts';

const inside = { entry: 1, ticksSeen: 0, isOverBudget: false };

test('a call that hangs is named', () => {
  expect(lossByHanging(pythonEntry.events, ': m.f; its event is dropped', 10_000)).toEqual({
    during: 'run',
    reason: 'A call could not be interrupted: m.f; its event is dropped',
  });
});

test('a module that hangs while it loads says what it had, and what to do', () => {
  const what = 'did not finish loading within 10 s and could not be interrupted';
  expect(lossByHanging(pythonEntry.load, '', 10_000)).toEqual({
    during: 'load',
    what,
    reason: `A module ${what}; change it and save it to try again.`,
  });
});

test('an end is told in words for people, by its first line alone', () => {
  const reasons = [
    ['RangeError: Maximum call stack size exceeded\n  at x', 'something in it recurses or is nested too deeply'],
    ['RuntimeError: unreachable\n  at wasm', 'the interpreter broke down (RuntimeError: unreachable)'],
    ['the worker ended with code 1', 'the worker ended with code 1'],
  ] as const;
  for (const [reason, why] of reasons)
    expect(lossByDeath({ ...inside, entryKind: pythonEntry.events }, ': m.f', reason)).toEqual({
      during: 'run',
      reason: `Python ended, ${why}: m.f`,
    });
});

test('an end while a module was loaded is the fault of that module, one between two calls is not', () => {
  const loading = { ...inside, entryKind: pythonEntry.load };
  expect(lossByDeath(loading, '', 'x')).toMatchObject({ during: 'load', what: 'was not loaded, Python ended: x' });
  expect(lossByDeath({ ...loading, entry: 2 }, '', 'x')).toEqual({ during: 'run', reason: 'Python ended, x' });
});

test('an end before the interpreter stood is final', () => {
  expect(lossAtBoot('ENOENT: no such file\n  at open')).toEqual({
    during: 'boot',
    reason: 'Python could not start: ENOENT: no such file',
  });
});
