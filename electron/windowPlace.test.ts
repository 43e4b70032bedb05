import { expect, test } from 'vitest';
import { openingPlace, parseWindowPlace, type WindowPlace } from './windowPlace.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const last: WindowPlace = { x: 100, y: 50, width: 1200, height: 800, isMaximized: false };

test('a window opens where the last one stood, and beside one that is open', () => {
  expect(openingPlace(last, [screen], 0)).toEqual(last);
  expect(openingPlace(last, [screen], 32)).toEqual({ ...last, x: 132, y: 82 });
  expect(openingPlace({ ...last, x: -1000, y: 10 }, [screen, left], 0)).toMatchObject({ x: -1000, y: 10 });
});

test.each([
  ['a screen that is gone', { ...last, x: -1150 }],
  ['below the screen', { ...last, y: 1070 }],
  ['a title bar above the screen', { ...last, y: 0 }],
  ['almost all beside the screen', { ...last, x: 1850 }],
])('a place that no hand can reach is left to the system, its size is kept: %s', (_why, place) => {
  expect(openingPlace(place, [screen], 0)).toEqual({ width: 1200, height: 800, isMaximized: false });
});

test('a window is never larger than the screen it opens on', () => {
  expect(openingPlace({ ...last, width: 3000, height: 2000 }, [screen], 0)).toMatchObject({ width: 1920, height: 1055 });
  expect(openingPlace({ ...last, x: 9000, width: 3000 }, [screen], 0)).toEqual({ width: 1920, height: 800, isMaximized: false });
});

test('without a last place the window has its first size', () => {
  expect(openingPlace(undefined, [screen], 0)).toEqual({ width: 1440, height: 900, isMaximized: false });
  expect(openingPlace(last, [], 0)).toEqual({ width: 1200, height: 800, isMaximized: false });
});

test.each([
  null,
  [],
  'x',
  { ...last, x: Number.NaN },
  { ...last, x: 0.5 },
  { ...last, width: 10 },
  { ...last, height: 1e9 },
  { x: 1, y: 1, width: 900, height: 600 },
])('a place that does not make sense counts as none: %j', (value) => {
  expect(parseWindowPlace(value)).toBeUndefined();
});
