import type { MeterBus } from '../link/meterBus.ts';
import { textZoom } from '../patch/nodeMetrics.ts';
import { paintBars, paintLamps, paintTexts, paintTracks } from './portPainter.ts';
import { readPortValue } from './portValue.ts';
import { type Scene, type Viewport, type VisibleNode, visibleNodes } from './scene.ts';
import { paintPulses, paintWireLabels } from './wirePainter.ts';

/** Below this zoom lamps would be smaller than anyone can see. */
const lampZoom = 0.35;

/** Paints all meters of a graph onto one canvas over it. Returns true while something still fades or moves without new values. */
export function paintMeters(context: CanvasRenderingContext2D, scene: Scene, bus: MeterBus, view: Viewport, nowMs: number): boolean {
  const { pixelRatio, zoom } = view;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, view.width * pixelRatio, view.height * pixelRatio);
  context.setTransform(zoom * pixelRatio, 0, 0, zoom * pixelRatio, view.x * pixelRatio, view.y * pixelRatio);
  const visible = visibleNodes(scene, view);
  readValues(scene, visible, bus, zoom >= lampZoom);
  paintTracks(context, scene, visible);
  paintBars(context, scene, visible, bus);
  if (zoom >= textZoom) paintTexts(context, scene, visible);
  let isMoving = false;
  if (zoom >= lampZoom) {
    isMoving = paintLamps(context, scene, visible, nowMs);
    isMoving = paintPulses(context, scene, view, nowMs) || isMoving;
  }
  if (zoom >= textZoom) paintWireLabels(context, scene);
  return isMoving;
}

function readValues(scene: Scene, visible: readonly VisibleNode[], bus: MeterBus, areWiresPainted: boolean): void {
  for (const { index, first, last } of visible) {
    const ports = scene.plan.nodes[index]?.ports ?? [];
    for (let row = first; row < last; row += 1) {
      const port = ports[row];
      if (port) readPortValue(bus, port.rows, port.otherRows, port.value);
    }
  }
  if (!areWiresPainted) return;
  // A wire may cross the view while its source is outside.
  const seen = new Map(visible.map((node) => [node.index, node]));
  for (const { fromNode, from } of scene.plan.wires) {
    const node = seen.get(fromNode);
    if (!node || from.row < node.first || from.row >= node.last) readPortValue(bus, from.rows, from.otherRows, from.value);
  }
}
