import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencePlans } from './planDifference.ts';
import { routeNames, TestShow } from './testing/testShow.ts';

const head = '[loopback a]\n[desk d]\nbind = 1\n[map]\n';

function differ(before: string, after: string): ReturnType<typeof differencePlans> {
  return differencePlans(new TestShow(before).compile().plan, new TestShow(after).compile().plan);
}

describe('difference of two plans', () => {
  it('is told in words', () => {
    const before = `${head}a.1 > d./x\na.2 > d./y\na.{1..8} > d./f{1..8}\n`;
    const after = `[loopback a]\n[desk d]\nbind = 2\n[loopback z]\n[map]\na.3 > d./x\na.{1..8} > d./f{1..8}\nz.1 <> a.9\n`;
    expect(differ(before, after).lines).toEqual([
      '3 routes added, 2 routes removed.',
      'd restarts: bind = 1 becomes 2.',
      'z (loopback) is added.',
      'd./x gets its value from a.3 instead of a.1.',
      'Added: z.1 <> a.9',
      'Removed: a.2 > d./y',
    ]);
  });

  it('is empty when both run the same, however the text says it', () => {
    expect(differ(`${head}a.{1..3} > a.{4..6}\n`, `${head}a.1 > a.4\na.2 > a.5\na.6 < a.3\n`).lines).toEqual([]);
    expect(differ(`${head}a.1 > a.4\na.1 > a.4\n`, `${head}a.1 > a.4\n`).lines).toEqual([]);
  });

  it('is bounded', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `a.${index} > d./x${index}`).join('\n');
    const difference = differ(head, head + lines);
    expect(difference.lines).toHaveLength(20);
    expect(difference.lines.at(-1)).toBe('… and 82 more changes.');
    expect(difference.addedRouteCount).toBe(100);
  });

  it('lists exactly the routes that only one of the plans has', () => {
    const wires = fc.array(
      fc.constantFrom('a.1 > a.2', 'a.{1..3} > a.{2..4}', 'a.1 <> a.2', 'a.2 > d./x', 'a.1 > d./{x,y}', 'd./x < a.2'),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(wires, wires, (before, after) => {
        const [a, b] = [before, after].map((lines) => new TestShow(`${head}${lines.join('\n')}\n`).compile().plan);
        if (!a || !b) return;
        const { addedRoutes, removedRoutes } = differencePlans(a, b);
        const [had, has] = [new Set(routeNames(a)), new Set(routeNames(b))];
        const text = ({ source, target }: { source: string; target: string }) => `${source} > ${target}`;
        expect(addedRoutes.map(text)).toEqual([...has].filter((route) => !had.has(route)));
        expect(removedRoutes.map(text)).toEqual([...had].filter((route) => !has.has(route)));
      }),
    );
  });
});
