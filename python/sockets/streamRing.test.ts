import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamRing } from './streamRing.ts';

function makeRing(bytes: number, startAt = 0): StreamRing {
  const words = new Int32Array(new SharedArrayBuffer(8)).fill(startAt);
  return new StreamRing(new Uint8Array(new SharedArrayBuffer(bytes)), words, 0, 1);
}

describe('StreamRing', () => {
  it('gives out exactly the bytes that it took, in order, for any sizes and alignments, also where its counters wrap', () => {
    const step = fc.record({ write: fc.nat(900), writeAt: fc.nat(9), read: fc.nat(900), readAt: fc.nat(9), isFront: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(0, 0x7fffff00, -1), (steps, startAt) => {
        const ring = makeRing(1024, startAt);
        const taken: number[] = [];
        const given: number[] = [];
        let next = 0;
        for (const { write, writeAt, read, readAt, isFront } of steps) {
          const source = Uint8Array.from({ length: writeAt + write }, () => next++ & 0xff);
          const count = ring.write(source, writeAt, writeAt + write);
          taken.push(...source.subarray(writeAt, writeAt + count));
          if (isFront) {
            const front = ring.front(read);
            given.push(...front);
            ring.take(front.length);
          } else {
            const target = new Uint8Array(readAt + read);
            const gotten = ring.read(target, readAt, read);
            given.push(...target.subarray(readAt, readAt + gotten));
          }
          expect(ring.readableBytes).toBe(taken.length - given.length);
        }
        const rest = new Uint8Array(ring.readableBytes);
        ring.read(rest, 0, rest.length);
        expect([...given, ...rest]).toEqual(taken);
      }),
    );
  });

  it('takes no more than fits, and a peek leaves everything', () => {
    const ring = makeRing(16);
    expect(ring.write(new Uint8Array(20).fill(7), 0, 20)).toBe(16);
    expect(ring.freeBytes).toBe(0);
    expect(ring.read(new Uint8Array(16), 0, 4, true)).toBe(4);
    expect(ring.readableBytes).toBe(16);
    ring.discard();
    expect(ring.freeBytes).toBe(16);
  });
});
