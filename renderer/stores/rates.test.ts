import { expect, test } from 'vitest';
import { zeroCounters } from '../../core/contract/instanceState.ts';
import { ratesBetween } from './rates.ts';

const stats = (wallMs: number, into: number, out: number) => ({
  wallMs,
  instances: [{ instance: 'a', counters: { ...zeroCounters, in: into, out } }],
  loops: [],
  worstTurnMs: 0,
});

test('rates are what the counters grew by, per second', () => {
  expect(ratesBetween(stats(1_000, 10, 100), stats(1_500, 20, 200))).toEqual({
    total: 200,
    perInstance: new Map([['a', { in: 20, out: 200 }]]),
  });
});

test('a restarted instance counts from nothing; the first look and a clock that stands still have no rate', () => {
  expect(ratesBetween(stats(0, 900, 900), stats(1_000, 5, 7)).perInstance.get('a')).toEqual({ in: 5, out: 7 });
  expect(ratesBetween(undefined, stats(1_000, 5, 7)).total).toBe(0);
  expect(ratesBetween(stats(1_000, 1, 1), stats(1_000, 5, 7)).total).toBe(0);
});
