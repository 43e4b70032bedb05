import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonEnds } from './commonEnds.ts';

const items = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });

test('what is between the ends differs at its first and at its last item', () => {
  fc.assert(
    fc.property(items, items, (before, after) => {
      const { head, tail } = commonEnds(before, after);
      expect(after.slice(0, head).concat(after.slice(after.length - tail))).toEqual(
        before.slice(0, head).concat(before.slice(before.length - tail)),
      );
      const [gone, come] = [before, after].map((list) => list.slice(head, list.length - tail));
      if (gone?.length && come?.length) expect([gone[0] === come[0], gone.at(-1) === come.at(-1)]).toEqual([false, false]);
    }),
  );
});

test('equal lists have all in common from the start, by the equality that is asked for', () => {
  expect(commonEnds([1, 2], [1, 2])).toEqual({ head: 2, tail: 0 });
  expect(commonEnds(['a', 'B'], ['A', 'b'], (a, b) => a.toLowerCase() === b.toLowerCase())).toEqual({ head: 2, tail: 0 });
});
