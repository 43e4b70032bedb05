import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSame, patchBetween, patched } from './valuePatch.ts';

const values = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, fc.constantFrom(0, 1, 'a', null, true), tie('list'), tie('record')),
  list: fc.array(tie('any'), { maxLength: 5 }),
  record: fc.dictionary(fc.constantFrom('x', 'y', 'z', '__proto__'), tie('any')),
})).any;

it('leads from any value to any other over a text, and is nothing between equal ones', () => {
  fc.assert(
    fc.property(values, values, (before, after) => {
      const patch = patchBetween(before, after);
      if (patch === undefined) expect(before).toEqual(after);
      else expect(patched(before, JSON.parse(JSON.stringify(patch)))).toEqual(JSON.parse(JSON.stringify(after)));
      expect(isSame(before, after)).toBe(patch === undefined);
      expect(patchBetween(after, structuredClone(after))).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

it('holds one item for one more in a long list, and one field for one that is different', () => {
  const lines = Array.from({ length: 1_000 }, (_, line) => ({ key: `k${line}`, place: { line } }));
  expect(patchBetween(lines, [...lines, { key: 'new', place: { line: 1 } }])).toEqual({
    head: 1_000,
    tail: 0,
    inserted: [{ key: 'new', place: { line: 1 } }],
  });
  expect(patchBetween({ lines }, { lines: lines.with(3, { key: 'k3', place: { line: 4 } }) })).toEqual({
    fields: { lines: { items: [[3, { fields: { place: { fields: { line: { value: 4 } }, gone: [] } }, gone: [] }]] } },
    gone: [],
  });
});
