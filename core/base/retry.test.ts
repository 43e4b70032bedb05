import { expect, it } from 'vitest';
import { ManualClock } from './manualClock.ts';
import { Retry } from './retry.ts';

function attemptTimes(clock: ManualClock, untilMs: number): number[] {
  const times: number[] = [];
  const retry = new Retry(clock, () => {
    times.push(clock.nowMs());
    retry.later();
  });
  retry.later();
  clock.advance(untilMs);
  retry.dispose();
  return times;
}

it('waits longer each time, up to ten seconds', () => {
  expect(attemptTimes(new ManualClock(), 40_000)).toEqual([500, 1500, 3500, 7500, 15_500, 25_500, 35_500]);
});

it('starts with the short pause again after a success', () => {
  const clock = new ManualClock();
  const times: number[] = [];
  const retry = new Retry(clock, () => times.push(clock.nowMs()));
  retry.later();
  clock.advance(500);
  retry.later();
  clock.advance(1000);
  retry.succeeded();
  retry.later();
  clock.advance(500);
  expect(times).toEqual([500, 1500, 2000]);
});

it('plans one attempt at a time and none after disposal', () => {
  const clock = new ManualClock();
  let attempts = 0;
  const retry = new Retry(clock, () => attempts++);
  retry.later();
  retry.later();
  clock.advance(60_000);
  retry.later();
  retry.dispose();
  clock.advance(60_000);
  expect(attempts).toBe(1);
  expect(clock.pendingCount).toBe(0);
});
