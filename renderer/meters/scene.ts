import { metrics, rowTop } from '../patch/nodeMetrics.ts';
import type { MeterNode, MeterPlan, MeterPort } from './meterPlan.ts';
import type { Palette } from './palette.ts';

/** Where a node stands, in flow units; `coveredBy` are the boxes that lie over it. */
export interface PlacedNode {
  readonly x: number;
  readonly y: number;
  readonly coveredBy: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
}

export interface Scene {
  readonly plan: MeterPlan;
  /** By index of `plan.nodes`; undefined while a node has no place yet. */
  readonly placed: readonly (PlacedNode | undefined)[];
  readonly palette: Palette;
  /** Texts of the headers, by instance. */
  readonly headerTexts: ReadonlyMap<string, string>;
  /** Wires whose value is written beside them. */
  readonly labelledWires: ReadonlySet<string>;
  readonly isStill: boolean;
}

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** A node in view, with the rows of it that are. */
export interface VisibleNode {
  readonly index: number;
  readonly first: number;
  readonly last: number;
}

export function visibleNodes(scene: Scene, view: Viewport): VisibleNode[] {
  const left = -view.x / view.zoom - metrics.nodeWidth - metrics.handleSize;
  const right = (view.width - view.x) / view.zoom + metrics.handleSize;
  const top = -view.y / view.zoom;
  const bottom = (view.height - view.y) / view.zoom;
  const visible: VisibleNode[] = [];
  scene.placed.forEach((placed, index) => {
    const node = scene.plan.nodes[index];
    if (!placed || !node || placed.x < left || placed.x > right || placed.y > bottom || placed.y + node.height < top) return;
    const rowAt = (y: number) => Math.floor((y - placed.y - rowTop(0)) / metrics.rowHeight);
    visible.push({ index, first: Math.max(0, rowAt(top)), last: Math.min(node.ports.length, rowAt(bottom) + 1) });
  });
  return visible;
}

export function isUnderAnyNode(scene: Scene, x: number, y: number): boolean {
  return scene.placed.some((placed, index) => {
    if (!placed || x < placed.x || x > placed.x + metrics.nodeWidth || y < placed.y) return false;
    return y <= placed.y + (scene.plan.nodes[index]?.height ?? 0);
  });
}

/** The ports in view, but for those that another node covers. */
export function forEachPort(
  scene: Scene,
  visible: readonly VisibleNode[],
  paint: (placed: PlacedNode, node: MeterNode, port: MeterPort) => void,
): void {
  for (const { index, first, last } of visible) {
    const node = scene.plan.nodes[index];
    const placed = scene.placed[index];
    if (!node || !placed) continue;
    for (let row = first; row < last; row += 1) {
      const port = node.ports[row];
      if (!port) continue;
      if (placed.coveredBy.length > 0 && isCovered(placed, placed.x + metrics.nodeWidth / 2, placed.y + rowTop(port.row) + metrics.barTop))
        continue;
      paint(placed, node, port);
    }
  }
}

/** Whether a box over the node lies on the point or close to it. */
export function isCovered(placed: PlacedNode, x: number, y: number): boolean {
  return placed.coveredBy.some((box) => x >= box.x - 80 && x <= box.x + box.width + 80 && y >= box.y - 12 && y <= box.y + box.height + 12);
}
