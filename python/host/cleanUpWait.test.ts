import { expect, test } from 'vitest';
import { cleanUpLimitMs } from './cleanUpWait.ts';

/** What each of so many instances gets when all of them hang. */
function limitsWhenAllHang(instances: number): number[] {
  let leftMs = 2_500;
  return Array.from({ length: instances }, (_, index) => {
    const limitMs = cleanUpLimitMs(leftMs, 1_000, instances - 1 - index);
    leftMs -= limitMs;
    return limitMs;
  });
}

test('cleanup handlers that hang leave time for those of the instances that follow', () => {
  expect([1, 2, 3, 5, 10].map(limitsWhenAllHang)).toEqual([
    [2_500],
    [1_500, 1_000],
    [1_500, 700, 300],
    [1_300, 300, 300, 300, 300],
    Array.from({ length: 10 }, () => 250),
  ]);
});

test('no time left is no negative time', () => {
  expect([cleanUpLimitMs(-20, 1_000, 0), cleanUpLimitMs(-20, 1_000, 2)]).toEqual([0, 0]);
});
