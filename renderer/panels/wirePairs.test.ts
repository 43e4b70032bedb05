import { expect, test } from 'vitest';
import { wireOf } from '../testing/fakeSession.ts';
import { wirePairs } from './wirePairs.ts';

test('ranges go pairwise, a single channel goes to each of the other side, a limit cuts', () => {
  expect(wirePairs(wireOf('a.x{1..3} > b.y{3..1}', { count: 3 }), 2)).toEqual([
    { from: 'x1', to: 'y3' },
    { from: 'x2', to: 'y2' },
  ]);
  expect(wirePairs(wireOf('a.x > b.{r,g}', { count: 2 }), 9)).toEqual([
    { from: 'x', to: 'r' },
    { from: 'x', to: 'g' },
  ]);
  expect(wirePairs(wireOf('a.x{1.. > b.y', { count: 0 }), 9)).toEqual([]);
});
