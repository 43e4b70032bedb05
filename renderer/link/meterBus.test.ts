import { expect, test } from 'vitest';
import { MeterBus } from './meterBus.ts';

function frame(rows: readonly number[], values: readonly number[], sequence = 1) {
  return { sequence, rows: Uint32Array.from(rows), values: Float32Array.from(values) };
}

test('a value is found by the channel name and side', () => {
  const bus = new MeterBus();
  bus.nameChannels([{ id: 3, instance: 'desk', spec: '/1/fader.x' }], 0);
  bus.takeFrame(frame([6, 7], [0.25, 0.75]), 100);
  expect(bus.values[bus.rowOf('desk', '/1/fader.x', 'in')]).toBe(0.25);
  expect(bus.values[bus.rowOf('desk', '/1/fader.x', 'out')]).toBe(0.75);
  expect(bus.rowOf('desk', '/other', 'in')).toBe(-1);
});

test('names that come later join those before, until a new engine begins with the first', () => {
  const bus = new MeterBus();
  bus.nameChannels([{ id: 0, instance: 'a', spec: 'x' }], 0);
  bus.nameChannels([{ id: 1, instance: 'a', spec: 'y' }], 1);
  expect([bus.rowOf('a', 'x', 'in'), bus.rowOf('a', 'y', 'in')]).toEqual([0, 2]);
  bus.nameChannels([{ id: 0, instance: 'b', spec: 'z' }], 0);
  expect([bus.rowOf('a', 'x', 'in'), bus.rowOf('b', 'z', 'in')]).toEqual([-1, 0]);
});

test('rows beyond the first size are kept, and a senseless row costs no memory', () => {
  const bus = new MeterBus();
  bus.takeFrame(frame([200_000], [0.5]), 1);
  expect(bus.values[200_000]).toBe(0.5);
  const size = bus.values.length;
  bus.takeFrame(frame([0xffff_ffff, 5], [1, 0.125]), 2);
  expect(bus.values.length).toBe(size);
  expect(bus.values[5]).toBe(0.125);
});

test('an equal value counts as activity, and a reset forgets everything', () => {
  const bus = new MeterBus();
  bus.takeFrame(frame([1], [0]), 10);
  bus.takeFrame(frame([1], [0]), 20);
  expect([bus.activity[1], bus.stampsMs[1], bus.hasValue(1)]).toEqual([2, 20, true]);
  bus.reset();
  expect([bus.activity[1], bus.hasValue(1)]).toEqual([0, false]);
});
