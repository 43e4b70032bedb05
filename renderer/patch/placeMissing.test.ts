import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instanceOf, viewOf, wireOf } from '../testing/fakeSession.ts';
import { buildGraph } from './graphModel.ts';
import { metrics } from './nodeMetrics.ts';
import { placeMissing } from './placeMissing.ts';

function graphOf(names: readonly string[], wires: readonly string[] = []) {
  const view = viewOf({ instances: names.map((name) => instanceOf(name, 'osc')), wires: wires.map((line) => wireOf(line)) });
  return buildGraph({ view, protocols: [], statuses: new Map() });
}

test('a new node stands at the right of what feeds it', () => {
  const placed = placeMissing(graphOf(['a', 'b'], ['a.x > b.y']), { a: { x: 100, y: 50 } });
  expect(placed.b).toEqual({ x: 100 + metrics.nodeWidth + 160, y: 50 });
});

test('no new node covers another one, and placed ones stay where they are', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const spot = fc.record({ x: fc.integer({ min: -300, max: 300 }), y: fc.integer({ min: -300, max: 300 }) });
  fc.assert(
    fc.property(spot, fc.array(fc.constantFrom('a.x > b.y', 'b.x > c.y', 'd.x > a.y', 'e.x > b.z')), (start, wires) => {
      const graph = graphOf(names, [...new Set(wires)]);
      const placed = placeMissing(graph, { a: start });
      expect(placed.a).toEqual(start);
      for (const one of graph.nodes)
        for (const other of graph.nodes) {
          if (one.name >= other.name) continue;
          const [p, q] = [placed[one.name], placed[other.name]];
          if (!p || !q) throw new Error('A node has no place.');
          expect(Math.abs(p.x - q.x) >= metrics.nodeWidth || p.y + one.height <= q.y || q.y + other.height <= p.y).toBe(true);
        }
    }),
  );
});
