import { describe, expect, test } from 'vitest';
import { instanceOf, viewOf, wireOf } from '../testing/fakeSession.ts';
import { tiledPart } from './canvasPart.ts';
import { type Attention, type DrawnPart, drawnPart, isLarge } from './drawnPart.ts';
import { buildGraph, type GraphModel } from './graphModel.ts';
import { metrics, rowTop } from './nodeMetrics.ts';

function graphOf(wires: readonly string[]): GraphModel {
  const names = [...new Set(wires.flatMap((key) => key.split(' > ').map((end) => end.split('.')[0] ?? '')))];
  const view = viewOf({ instances: names.map((name) => instanceOf(name, 'loopback', {})), wires: wires.map((key) => wireOf(key, {})) });
  return buildGraph({ view, protocols: [], statuses: new Map() });
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `a.c${index} > b.c${index}`);
const positions = { a: { x: 0, y: 0 }, b: { x: 500, y: 0 } };
const yOf = (row: number) => rowTop(row) + metrics.handleCentre;
const rows = (first: number, last: number) => ({ left: -1_000, top: yOf(first), right: 2_000, bottom: yOf(last) });

function drawn(graph: GraphModel, attention: Partial<Attention>): DrawnPart {
  const nothing: Attention = { part: rows(0, 0), selectedWires: new Set(), selectedInstances: new Set() };
  return drawnPart(graph, positions, { ...nothing, ...attention });
}

test('a graph of ordinary size is drawn whole', () => {
  expect(isLarge(graphOf(many(60)))).toBe(false);
  expect(isLarge(graphOf(many(5_000)))).toBe(true);
});

describe('of a large graph', () => {
  const graph = graphOf(many(5_000));

  test('rows and wires that are in view are elements', () => {
    const part = drawn(graph, { part: rows(100, 139) });
    expect(part.rows.get('a')).toEqual({ first: 100, last: 140 });
    expect(part.wires.map(({ key }) => key)).toEqual(many(5_000).slice(100, 140));
    expect(part.painted).toEqual([]);
  });

  test('a wire that is chosen is an element wherever it is', () =>
    expect(drawn(graph, { selectedWires: new Set(['a.c4000 > b.c4000']) }).wires.map(({ key }) => key)).toContain('a.c4000 > b.c4000'));

  test('more wires than can be told apart are painted', () => {
    const part = drawn(graph, { part: rows(0, 1_999), selectedWires: new Set(['a.c7 > b.c7']) });
    expect(part.wires.map(({ key }) => key)).toEqual(['a.c7 > b.c7']);
    expect(part.painted).toHaveLength(1_999);
  });

  test('a wire that only passes through is painted', () => {
    const crossing = graphOf([...many(500), 'a.start > b.c499', 'a.c0 > b.c400']);
    const part = drawn(crossing, { part: rows(200, 209) });
    expect(part.wires).toHaveLength(10);
    expect(part.painted.map(({ model }) => model.key)).toContain('a.c0 > b.c400');
  });

  test('nothing is in view of a node that is elsewhere', () => {
    const part = drawn(graph, { part: { left: 0, top: -900, right: 900, bottom: -400 } });
    expect(part.rows.get('a')).toEqual({ first: 0, last: 0 });
    expect(part.wires).toEqual([]);
  });
});

test('the part in view stays the same while the view moves a little, and always covers the view', () => {
  const size = [1_000, 600] as const;
  expect(tiledPart([-10, -10, 1], ...size)).toEqual(tiledPart([-20, -5, 1], ...size));
  for (const [x, y, zoom] of [
    [0, 0, 1],
    [-733, 412, 0.31],
    [99, -5_000, 2.2],
  ] as const) {
    const part = tiledPart([x, y, zoom], ...size);
    expect(part.left).toBeLessThanOrEqual(-x / zoom);
    expect(part.top).toBeLessThanOrEqual(-y / zoom);
    expect(part.right).toBeGreaterThanOrEqual((size[0] - x) / zoom);
    expect(part.bottom).toBeGreaterThanOrEqual((size[1] - y) / zoom);
  }
});
