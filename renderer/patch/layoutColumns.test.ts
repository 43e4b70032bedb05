import { expect, test } from 'vitest';
import { instanceOf, viewOf, wireOf } from '../testing/fakeSession.ts';
import { buildGraph } from './graphModel.ts';
import { layoutColumns } from './layoutColumns.ts';
import { metrics } from './nodeMetrics.ts';

function graphOf(names: readonly string[], wires: readonly string[]) {
  const view = viewOf({ instances: names.map((name) => instanceOf(name, 'osc')), wires: wires.map((line) => wireOf(line)) });
  return buildGraph({ view, protocols: [], statuses: new Map() });
}

test('a node stands right of all that feed it', () => {
  const places = layoutColumns(graphOf(['lamp', 'fader', 'mix'], ['fader.a > mix.b', 'mix.c > lamp.d', 'fader.a > lamp.e']));
  expect([places.fader?.x, places.mix?.x, places.lamp?.x].map((x) => (x ?? 0) > 0)).toEqual([false, true, true]);
  expect(places.lamp?.x).toBeGreaterThan(places.mix?.x ?? Number.POSITIVE_INFINITY);
});

test('a round of wires begins at its first node', () => {
  const places = layoutColumns(graphOf(['b', 'a'], ['a.x > b.x', 'b.y > a.y']));
  expect(places.b?.x).toBe(0);
  expect(places.a?.x).toBeGreaterThan(0);
});

test('hundreds of nodes have a place each, in a shape like a screen', () => {
  const names = Array.from({ length: 600 }, (_, index) => `n${index}`);
  const graph = graphOf(
    names,
    names.slice(1, 400).map((name) => `n0.x > ${name}.y`),
  );
  const places = Object.values(layoutColumns(graph));
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(names.length);
  const [width, height] = [Math.max(...places.map(({ x }) => x)) + metrics.nodeWidth, Math.max(...places.map(({ y }) => y))];
  expect(width / height).toBeGreaterThan(1);
  expect(width / height).toBeLessThan(5);
});
