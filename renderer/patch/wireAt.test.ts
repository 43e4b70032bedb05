import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wireAt } from './wireAt.ts';
import { curvePoint, wireCurve } from './wirePath.ts';

const end = fc.record({
  x: fc.integer({ min: -3_000, max: 3_000 }),
  y: fc.integer({ min: -3_000, max: 3_000 }),
  above: fc.integer({ min: 0, max: 400 }),
  below: fc.integer({ min: 0, max: 400 }),
});
const endAt = (x: number, y: number) => ({ x, y, above: 20, below: 20 });

test('a wire is found wherever it is pointed at', () => {
  fc.assert(
    fc.property(end, end, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, t) => {
      const wire = { from, to };
      expect(wireAt([wire], curvePoint(wireCurve(from, to), t), 12)).toBe(wire);
    }),
  );
});

test('the nearest of several wires is found, and none from afar', () => {
  const wires = [0, 10, 20, 500].map((y) => ({ from: endAt(0, y), to: endAt(800, y) }));
  expect(wireAt(wires, { x: 300, y: 12 }, 20)).toBe(wires[1]);
  expect(wireAt(wires, { x: 300, y: 16 }, 20)).toBe(wires[2]);
  expect(wireAt(wires, { x: 300, y: 250 }, 20)).toBeUndefined();
  expect(wireAt(wires, { x: -30, y: 500 }, 20)).toBeUndefined();
  expect(wireAt([], { x: 0, y: 0 }, 20)).toBeUndefined();
});
