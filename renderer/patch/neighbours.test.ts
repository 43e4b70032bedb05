import { expect, test } from 'vitest';
import { neighbourOf } from './neighbours.ts';

const box = (id: string, x: number, y: number) => ({ id, x, y, width: 200, height: 100 });
const boxes = [box('a', 0, 0), box('b', 300, 20), box('c', 300, 400), box('d', 0, 200)];

test.each([
  ['a', 'right', 'b'],
  ['a', 'down', 'd'],
  ['b', 'left', 'a'],
  ['c', 'up', 'b'],
  ['c', 'left', 'd'],
  ['a', 'left', undefined],
  ['nobody', 'left', undefined],
] as const)('from %s to the %s stands %s', (from, direction, expected) => expect(neighbourOf(boxes, from, direction)?.id).toBe(expected));
