import { expect, test } from 'vitest';
import { durationText } from './durationText.ts';

test('a time is short and says its unit', () => {
  expect([0, 0.0004, 0.007, 0.0994, 0.35, 0.996, 1.25, 9.94, 12.3, 999.4, 1400, 61_000].map(durationText)).toEqual([
    '0 µs',
    '0 µs',
    '7 µs',
    '99 µs',
    '0.35 ms',
    '1.0 ms',
    '1.3 ms',
    '9.9 ms',
    '12 ms',
    '999 ms',
    '1.4 s',
    '61.0 s',
  ]);
});
