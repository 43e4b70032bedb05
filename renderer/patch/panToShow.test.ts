import { expect, test } from 'vitest';
import { panToShow } from './panToShow.ts';

const size = { width: 1_000, height: 600 };
const box = (x: number, y: number) => ({ x, y, width: 200, height: 100 });
const view = { x: 0, y: 0, zoom: 1 };

test('what is in view moves nothing', () => expect(panToShow(view, size, box(300, 200))).toEqual(view));

test.each([
  [box(-500, 200), { x: 540, y: 0, zoom: 1 }],
  [box(950, 200), { x: -190, y: 0, zoom: 1 }],
  [box(300, 900), { x: 0, y: -440, zoom: 1 }],
  [
    { x: 0, y: 0, width: 5_000, height: 50 },
    { x: 40, y: 40, zoom: 1 },
  ],
])('what is outside is brought in by as little as needed: %o', (target, expected) =>
  expect(panToShow(view, size, target)).toEqual(expected),
);

test('what is too small to read comes nearer and into the middle', () => {
  expect(panToShow({ x: 0, y: 0, zoom: 0.2 }, size, box(0, 0))).toEqual({ zoom: 0.8, x: 420, y: 260 });
});
