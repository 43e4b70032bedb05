import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatagramRing } from './datagramRing.ts';

function makeRing(bytes: number, startAt = 0): DatagramRing {
  const words = new Int32Array(new SharedArrayBuffer(8)).fill(startAt);
  return new DatagramRing(new Uint8Array(new SharedArrayBuffer(bytes)), words, 0, 1);
}

describe('DatagramRing', () => {
  it('keeps datagrams whole, in order and with their addresses; what it refuses leaves no trace', () => {
    const step = fc.record({ size: fc.nat(400), from: fc.integer(), reads: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.constantFrom(0, 0x7fffff00, -1024), (steps, startAt) => {
        const ring = makeRing(1024, startAt);
        const waiting: { payload: number[]; from: number }[] = [];
        const readOne = () => {
          const front = ring.front();
          const expected = waiting.shift();
          expect(front && { payload: [...front.payload], from: front.address[3] }).toEqual(expected);
          ring.take();
        };
        for (const [index, { size, from, reads }] of steps.entries()) {
          const payload = new Uint8Array(size).fill(index);
          const hasRoom = ring.hasRoomFor(size);
          expect(ring.write(Int32Array.of(1, 2, 3, from, 5, 6), 0, payload, 0, size)).toBe(hasRoom);
          if (hasRoom) waiting.push({ payload: [...payload], from });
          for (let count = 0; count < reads && waiting.length > 0; count++) readOne();
        }
        while (waiting.length > 0) readOne();
        expect(ring.isEmpty).toBe(true);
        expect(ring.front()).toBeUndefined();
      }),
    );
  });

  it('carries an empty datagram', () => {
    const ring = makeRing(128);
    expect(ring.write(new Int32Array(6), 0, new Uint8Array(0), 0, 0)).toBe(true);
    expect(ring.front()?.length).toBe(0);
    ring.take();
    expect(ring.isEmpty).toBe(true);
  });
});
