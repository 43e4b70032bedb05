import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MeterBus } from '../link/meterBus.ts';
import { emptyPortValue, formatPortValue, formatValue, readPortValue } from './portValue.ts';

test.each([
  [0, '0.00'],
  [1, '1.00'],
  [0.0001, '0.01'],
  [0.9999, '0.99'],
  [0.43, '0.43'],
  [Number.NaN, '0.00'],
  [-1, '0.00'],
  [2, '1.00'],
])('%s reads as %s', (value, text) => expect(formatValue(value)).toBe(text));

test('every number has two decimals', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(formatValue(value)).toMatch(/^[01]\.\d\d$/);
    }),
  );
});

test('a range shows the smallest and largest of what was seen, and nothing before the first event', () => {
  const bus = new MeterBus();
  const rows = Int32Array.from([1, 3, -1, 5]);
  const value = emptyPortValue();
  expect(formatPortValue(readPortValue(bus, rows, undefined, value), 4)).toBe('–');
  bus.takeFrame({ sequence: 1, rows: Uint32Array.from([3, 5]), values: Float32Array.from([0.75, 0.25]) }, 10);
  expect(formatPortValue(readPortValue(bus, rows, undefined, value), 4)).toBe('0.25–0.75');
  expect(value.stampMs).toBe(10);
});

test('of a two-way port the newer side counts', () => {
  const bus = new MeterBus();
  const [out, into] = [Int32Array.from([1]), Int32Array.from([0])];
  bus.takeFrame({ sequence: 1, rows: Uint32Array.from([1]), values: Float32Array.from([0.25]) }, 10);
  bus.takeFrame({ sequence: 2, rows: Uint32Array.from([0]), values: Float32Array.from([0.75]) }, 20);
  expect(readPortValue(bus, out, into, emptyPortValue()).max).toBe(0.75);
});
