import { expect, test } from 'vitest';
import { DatagramLoss } from './datagramLoss.ts';

test('every lost datagram is counted, and each burst is told of once', () => {
  let counted = 0;
  let told = 0;
  const loss = new DatagramLoss(
    (datagrams) => {
      counted += datagrams;
    },
    () => told++,
  );
  for (const [lost, nowMs] of [
    [0, 0],
    [5, 200],
    [4, 400],
    [0, 600],
    [1, 1_500],
  ] as const)
    loss.note(lost, nowMs);
  expect([counted, told]).toEqual([10, 1]);
  loss.note(2, 4_000);
  expect([counted, told]).toEqual([12, 2]);
});
