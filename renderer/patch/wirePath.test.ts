import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curvePath, curvePoint, wireCurve } from './wirePath.ts';

const end = fc.record({
  x: fc.integer({ min: -5_000, max: 5_000 }),
  y: fc.integer({ min: -5_000, max: 5_000 }),
  above: fc.integer({ min: 0, max: 400 }),
  below: fc.integer({ min: 0, max: 400 }),
});

test('every wire begins at its source and ends at its target', () => {
  fc.assert(
    fc.property(end, end, (from, to) => {
      const curve = wireCurve(from, to);
      const [start, stop] = [curvePoint(curve, 0), curvePoint(curve, 1)];
      expect([start.x, start.y, stop.x, stop.y].map(Math.round)).toEqual([from.x, from.y, to.x, to.y]);
      expect(curvePath(curve)).not.toMatch(/NaN|Infinity|undefined/);
    }),
  );
});

test('a wire that goes back runs below two nodes that stand side by side', () => {
  const [from, to] = [
    { x: 400, y: 50, above: 50, below: 100 },
    { x: 0, y: 60, above: 60, below: 200 },
  ];
  expect(curvePoint(wireCurve(from, to), 0.5).y).toBeGreaterThan(260);
});

test('a wire that goes back runs through the gap between a lower and an upper node', () => {
  const [from, to] = [
    { x: 400, y: 50, above: 50, below: 50 },
    { x: 0, y: 260, above: 60, below: 100 },
  ];
  expect(curvePoint(wireCurve(from, to), 0.5).y).toBe(150);
});
