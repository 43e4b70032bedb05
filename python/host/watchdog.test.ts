import { expect, test } from 'vitest';
import { pythonEntry } from '../../core/contract/pythonLink.ts';
import { Watchdog, type WatchdogSample, watchdogPeriodMs } from './watchdog.ts';

const budgets = { handlerBudgetMs: 1_000, importBudgetMs: 10_000 };

/** What the watchdog does from one look to the next, as `time:action`, until it gives up or the samples end. */
function watch(samples: (nowMs: number) => Partial<WatchdogSample>, untilMs: number): string[] {
  const watchdog = new Watchdog();
  const seen: string[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += watchdogPeriodMs) {
    const sample = { entry: 1, entryKind: pythonEntry.events, ticksSeen: 0, isOverBudget: false, ...samples(nowMs) };
    const action = watchdog.check(sample, nowMs, budgets);
    if (action !== 'none') seen.push(`${nowMs}:${action}`);
    if (action === 'replace') break;
  }
  return seen;
}

test('a worker that moves from entry to entry is left alone', () => {
  expect(watch((nowMs) => ({ entry: nowMs }), 5_000)).toEqual([]);
});

test('a long entry that answers is asked again and again, and never given up', () => {
  const seen = watch((nowMs) => ({ ticksSeen: Math.floor(nowMs / watchdogPeriodMs) }), 3_000);
  expect(seen).toHaveLength(15);
  expect(seen.at(-1)).toBe('3000:tick');
});

test('a call that never answers is given up within its budget and a second and a half', () => {
  expect(watch(() => ({}), 5_000)).toEqual(['200:tick', '1600:replace']);
});

test('an import has a budget of its own', () => {
  expect(watch(() => ({ entryKind: pythonEntry.load }), 20_000)).toEqual(['200:tick', '10600:replace']);
});

test('a call that goes on although it was told is given up after a grace', () => {
  const seen = watch((nowMs) => ({ ticksSeen: nowMs, isOverBudget: nowMs >= 1_000 }), 5_000);
  expect(seen.at(-1)).toBe('1600:replace');
});

test('a call that was running while the machine slept is not to blame for it', () => {
  const hour = 3_600_000;
  const watchdog = new Watchdog();
  const sample = { entry: 1, entryKind: pythonEntry.events, ticksSeen: 0, isOverBudget: false };
  const actions = [0, 200, 400, hour, hour + 200].map((nowMs) => watchdog.check(sample, nowMs, budgets));
  expect(actions).toEqual(['none', 'tick', 'none', 'none', 'none']);
});
