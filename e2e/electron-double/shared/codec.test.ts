import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeClone, encodeClone } from './codec.ts';

const roundTrip = (value: unknown) => decodeClone(encodeClone(value));

test('what structured cloning carries arrives as it was', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });
  fc.assert(
    fc.property(anything, (value) => {
      expect(roundTrip(value)).toEqual(structuredClone(value));
    }),
  );
});

test('a slice of a buffer carries its own bytes only, and a Node buffer becomes a Uint8Array', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4).subarray(1, 3);
  expect(roundTrip(bytes)).toEqual(Uint8Array.of(2, 3));
  expect(roundTrip(Buffer.from([7]))).toEqual(Uint8Array.of(7));
});

test('an object that uses the wire’s own tag survives', () => {
  expect(roundTrip({ $: 'undefined', a: { $: 1 } })).toEqual({ $: 'undefined', a: { $: 1 } });
});

test.each([[() => 1], [Symbol('s')], [Promise.resolve()], [{ deep: [() => 1] }]])('%s is refused as Electron refuses it', (value) => {
  expect(() => encodeClone(value)).toThrow('An object could not be cloned.');
});
