import { expect, test } from 'vitest';
import { placeNodes } from './placeNodes.ts';

const box = (x: number, z: number) => ({ x, y: 0, width: 100, height: 100, z });

test('a node is covered by what overlaps it and lies higher, or later at the same height', () => {
  const placed = placeNodes([box(0, 0), box(50, 0), box(60, 5), box(500, 9), undefined]);
  expect(placed.map((node) => node?.coveredBy.map(({ x }) => x))).toEqual([[50, 60], [60], [], [], undefined]);
});
