import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handleId, parseHandleId } from './handleId.ts';

test('a circle is found again by its id, whatever the channel is called', () => {
  const ref = fc.record({
    side: fc.constantFrom('in' as const, 'out' as const),
    spec: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('+'), fc.constant(null)),
  });
  fc.assert(
    fc.property(ref, (handle) => {
      expect(parseHandleId(handleId(handle))).toEqual(handle);
    }),
  );
});

test.each([undefined, null, '', 'in', 'x:1', 'in-1'])('what is no id of ours is undefined: %s', (id) =>
  expect(parseHandleId(id)).toBeUndefined(),
);
