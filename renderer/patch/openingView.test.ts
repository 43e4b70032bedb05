import { expect, test } from 'vitest';
import { openingView } from './openingView.ts';

const size = { width: 888, height: 692 };

test('a small graph stands in the middle, no larger than life', () => {
  const { zoom, x, y } = openingView({ x: 0, y: 0, width: 400, height: 200 }, size);
  expect(zoom).toBe(1.15);
  expect([x, y].map(Math.round)).toEqual([44 + 170, 28 + 185]);
});

test('a larger one is shown whole', () => {
  const { zoom, x, y } = openingView({ x: -100, y: 50, width: 1_600, height: 600 }, size);
  expect(zoom).toBe(0.5);
  expect([x, y]).toEqual([44 + 50, 28 + 150 - 25]);
});

test('of one that could not be read whole the upper left part is shown', () =>
  expect(openingView({ x: 10, y: 20, width: 1_000, height: 170_000 }, size)).toEqual({ zoom: 0.3, x: 44 + 250 - 3, y: 28 - 6 }));
