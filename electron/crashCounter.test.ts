import { expect, test } from 'vitest';
import { CrashCounter } from './crashCounter.ts';

test('crashes are forgotten after a while, and too many in a row are told', () => {
  const counter = new CrashCounter(3, 60_000);
  expect([0, 1, 2, 60_000, 60_001, 60_002, 60_003].map((ms) => counter.isTooMany(ms))).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
});
