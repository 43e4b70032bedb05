import { expect, test } from 'vitest';
import { metrics, nodeHeight, rowTop } from '../patch/nodeMetrics.ts';
import type { MeterNode } from './meterPlan.ts';
import type { Palette } from './palette.ts';
import { emptyPortValue } from './portValue.ts';
import { forEachPort, isUnderAnyNode, type PlacedNode, type Scene, visibleNodes } from './scene.ts';

const rows = 10;
const height = nodeHeight(rows, '');

function sceneWith(placed: readonly (PlacedNode | undefined)[]): Scene {
  const ports = Array.from({ length: rows }, (_, row) => ({
    row,
    side: 'in' as const,
    count: 1,
    rows: Int32Array.of(row),
    otherRows: undefined,
    value: emptyPortValue(),
  }));
  const nodes = placed.map((_, index): MeterNode => ({ id: `n${index}`, backend: 'osc', isStale: false, ports, height }));
  return { plan: { nodes, wires: [] }, placed, palette: {} as Palette, headerTexts: new Map(), labelledWires: new Set(), isStill: false };
}

const at = (x: number, y: number, coveredBy: PlacedNode['coveredBy'] = []): PlacedNode => ({ x, y, coveredBy });
const view = { x: 0, y: 0, zoom: 1, width: 800, height: 600, pixelRatio: 1 };

test('of the nodes in view only the rows in view count; a node without a place is left out', () => {
  const scene = sceneWith([at(10, 10), at(900, 10), undefined, at(10, -rowTop(3)), at(10, 600 - rowTop(2))]);
  expect(visibleNodes(scene, view)).toEqual([
    { index: 0, first: 0, last: rows },
    { index: 3, first: 3, last: rows },
    { index: 4, first: 0, last: 3 },
  ]);
  const near = { ...view, zoom: 2, height: 2 * rowTop(2) };
  expect(visibleNodes(sceneWith([at(0, 0)]), near)).toEqual([{ index: 0, first: 0, last: 3 }]);
});

test('rows under another node are not painted', () => {
  const box = { x: 0, y: rowTop(0), width: metrics.nodeWidth, height: 2 * metrics.rowHeight };
  const scene = sceneWith([at(0, 0, [box])]);
  const painted: number[] = [];
  forEachPort(scene, visibleNodes(scene, view), (_placed, _node, { row }) => painted.push(row));
  expect(painted).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a point is under a node from its upper left corner to its lower right one', () => {
  const scene = sceneWith([at(100, 100)]);
  const isUnder = ([x, y]: readonly [number, number]) => isUnderAnyNode(scene, x, y);
  expect(
    (
      [
        [100, 100],
        [100 + metrics.nodeWidth, 100 + height],
      ] as const
    ).every(isUnder),
  ).toBe(true);
  expect(
    (
      [
        [99, 100],
        [100, 99],
        [100, 101 + height],
        [101 + metrics.nodeWidth, 100],
      ] as const
    ).some(isUnder),
  ).toBe(false);
});
