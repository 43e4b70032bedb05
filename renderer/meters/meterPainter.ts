import type { MeterBus } from '../link/meterBus.ts';
import { metrics, rowTop } from '../patch/nodeMetrics.ts';
import { curvePoint, reachOf, type WireEndPoint, wireCurve } from '../patch/wirePath.ts';
import type { MeterNode, MeterPlan, MeterPort, MeterWire } from './meterPlan.ts';
import type { Palette } from './palette.ts';
import { formatPortValue, formatStaleValue, newerRow, readPortValue } from './portValue.ts';
import { valuePoint } from './valuePoint.ts';

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

const lampMs = 350;
const pulseFadeMs = 700;
const pulsePeriodMs = 1_100;
/** Below these zooms the thing would be smaller than anyone can see. */
const textZoom = 0.45;
const lampZoom = 0.35;
const barWidth = metrics.nodeWidth - 2 * metrics.inset;
const maxCells = 48;
/** A pulse this near to a label would lie on its text. */
const labelReach = 34;

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

/** A node in view, with the rows of it that are. */
interface VisibleNode {
  readonly index: number;
  readonly first: number;
  readonly last: number;
}

function visibleNodes(scene: Scene, view: Viewport): VisibleNode[] {
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

function paintTracks(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[]): void {
  context.fillStyle = scene.palette.track;
  context.beginPath();
  forEachPort(scene, visible, (placed, _node, port) => {
    context.rect(placed.x + metrics.inset, placed.y + rowTop(port.row) + metrics.barTop, barWidth, metrics.barHeight);
  });
  context.fill();
}

function paintBars(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[], bus: MeterBus): void {
  // One path per colour: a fill per meter would cost more than all the rest.
  const groups = new Map<string, { colour: string; alpha: number; ports: [PlacedNode, MeterPort][] }>();
  forEachPort(scene, visible, (placed, node, port) => {
    if (!port.value.hasValue) return;
    const colour = scene.palette.of(node.backend);
    const alpha = node.isStale ? 0.35 : 1;
    const key = `${colour}${alpha}`;
    const group = groups.get(key);
    if (group) group.ports.push([placed, port]);
    else groups.set(key, { colour, alpha, ports: [[placed, port]] });
  });
  for (const { colour, alpha, ports } of groups.values()) {
    context.fillStyle = colour;
    context.globalAlpha = alpha;
    context.beginPath();
    for (const [placed, port] of ports) {
      if (port.count > 1) continue;
      context.rect(
        placed.x + metrics.inset,
        placed.y + rowTop(port.row) + metrics.barTop,
        barWidth * clamp(port.value.max),
        metrics.barHeight,
      );
    }
    context.fill();
    for (const [placed, port] of ports) if (port.count > 1) paintCells(context, placed, port, bus, alpha);
  }
  context.globalAlpha = 1;
}

/** A range as a strip of cells, the brighter the larger the largest value of its channels. */
function paintCells(context: CanvasRenderingContext2D, placed: PlacedNode, port: MeterPort, bus: MeterBus, alpha: number): void {
  const cells = Math.min(port.rows.length, maxCells);
  const width = barWidth / cells;
  const top = placed.y + rowTop(port.row) + metrics.barTop;
  for (let cell = 0; cell < cells; cell += 1) {
    const end = Math.floor(((cell + 1) * port.rows.length) / cells);
    let largest = 0;
    for (let index = Math.floor((cell * port.rows.length) / cells); index < end; index += 1) {
      const row = newerRow(bus, port.rows[index] ?? -1, port.otherRows?.[index] ?? -1);
      const value = row < 0 ? 0 : (bus.values[row] ?? 0);
      if (value > largest) largest = value;
    }
    if (largest <= 0) continue;
    context.globalAlpha = alpha * (0.15 + 0.85 * clamp(largest));
    context.fillRect(placed.x + metrics.inset + cell * width, top, Math.max(width - (cells < 32 ? 1 : 0.3), 0.5), metrics.barHeight);
  }
  context.globalAlpha = alpha;
}

function paintTexts(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[]): void {
  context.font = `13px ${scene.palette.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'alphabetic';
  context.fillStyle = scene.palette.text;
  forEachPort(scene, visible, (placed, node, port) => {
    const isQuiet = node.isStale || !port.value.hasValue;
    if (isQuiet) context.fillStyle = scene.palette.faint;
    const right = placed.x + metrics.nodeWidth - metrics.inset;
    const text = formatPortValue(port.value, port.count);
    context.fillText(node.isStale ? formatStaleValue(text) : text, right, placed.y + rowTop(port.row) + metrics.textBaseline);
    if (isQuiet) context.fillStyle = scene.palette.text;
  });
  context.fillStyle = scene.palette.faint;
  for (const { index } of visible) {
    const placed = scene.placed[index];
    const text = scene.headerTexts.get(scene.plan.nodes[index]?.id ?? '');
    if (!placed || text === undefined || isCovered(placed, placed.x + metrics.nodeWidth - metrics.inset, placed.y + metrics.rateBaseline))
      continue;
    context.fillText(text, placed.x + metrics.nodeWidth - metrics.inset, placed.y + metrics.rateBaseline);
  }
}

function paintLamps(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[], nowMs: number): boolean {
  let isFading = false;
  forEachPort(scene, visible, (placed, node, port) => {
    const strength = 1 - (nowMs - port.value.stampMs) / lampMs;
    if (!(strength > 0)) return;
    isFading = true;
    const x = placed.x + (port.side === 'in' ? 0 : metrics.nodeWidth);
    const y = placed.y + rowTop(port.row) + metrics.handleCentre;
    context.globalAlpha = strength;
    context.fillStyle = scene.palette.of(node.backend);
    context.beginPath();
    context.arc(x, y, metrics.handleSize / 2 - 3.5, 0, 2 * Math.PI);
    context.fill();
  });
  context.globalAlpha = 1;
  return isFading;
}

/** Dots that run along a wire while values pass; where motion is unwanted one dot stands in its middle. */
function paintPulses(context: CanvasRenderingContext2D, scene: Scene, view: Viewport, nowMs: number): boolean {
  let isMoving = false;
  for (const wire of scene.plan.wires) {
    const strength = 1 - (nowMs - wire.from.value.stampMs) / pulseFadeMs;
    const curve = strength > 0 ? curveOf(wire, scene, view) : undefined;
    if (!curve) continue;
    isMoving = true;
    const points = scene.isStill ? [0.5] : [phase(nowMs, wire.fromNode), phase(nowMs + pulsePeriodMs / 2, wire.fromNode)];
    const middle = wire.hasLabel ? curvePoint(curve, 0.5) : undefined;
    context.fillStyle = scene.palette.of(wire.backend);
    context.globalAlpha = Math.min(1, strength * 1.5);
    context.beginPath();
    for (const t of points) {
      const { x, y } = curvePoint(curve, t);
      if (isUnderAnyNode(scene, x, y) || (middle && Math.abs(x - middle.x) < labelReach && Math.abs(y - middle.y) < labelReach)) continue;
      context.moveTo(x + 4, y);
      context.arc(x, y, 4, 0, 2 * Math.PI);
    }
    context.fill();
  }
  context.globalAlpha = 1;
  return isMoving;
}

function paintWireLabels(context: CanvasRenderingContext2D, scene: Scene): void {
  if (scene.labelledWires.size === 0) return;
  context.font = `600 13px ${scene.palette.font}`;
  context.textAlign = 'center';
  for (const wire of scene.plan.wires) {
    const curve = scene.labelledWires.has(wire.key) && wire.from.value.hasValue ? curveOf(wire, scene) : undefined;
    if (!curve) continue;
    const { x, y } = valuePoint(curve, wire.hasLabel, (px, py) => isUnderAnyNode(scene, px, py));
    const isStale = scene.plan.nodes[wire.fromNode]?.isStale === true;
    const value = formatPortValue(wire.from.value, wire.from.count);
    const text = isStale ? formatStaleValue(value) : value;
    const width = text.length * 8 + 12;
    context.fillStyle = scene.palette.chip;
    context.strokeStyle = scene.palette.of(wire.backend);
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x - width / 2, y - 10, width, 20, 6);
    context.fill();
    context.stroke();
    context.fillStyle = isStale ? scene.palette.faint : scene.palette.text;
    context.fillText(text, x, y + 4.5);
  }
}

function curveOf(wire: MeterWire, scene: Scene, view?: Viewport) {
  const from = endOf(scene, wire.fromNode, wire.from, metrics.nodeWidth + metrics.handleSize / 2);
  const to = endOf(scene, wire.toNode, wire.to, -metrics.handleSize / 2);
  if (!from || !to || (view && !isInView(view, from, to))) return undefined;
  return wireCurve(from, to);
}

function endOf(scene: Scene, node: number, port: MeterPort, dx: number): WireEndPoint | undefined {
  const placed = scene.placed[node];
  const top = rowTop(port.row);
  return placed && { x: placed.x + dx, y: placed.y + top + metrics.handleCentre, ...reachOf(top, scene.plan.nodes[node]?.height ?? 0) };
}

function isInView(view: Viewport, from: WireEndPoint, to: WireEndPoint): boolean {
  const [left, right] = [-view.x / view.zoom, (view.width - view.x) / view.zoom];
  const [top, bottom] = [-view.y / view.zoom, (view.height - view.y) / view.zoom];
  const isBeside = Math.max(from.x, to.x) < left || Math.min(from.x, to.x) > right;
  return !isBeside && Math.max(from.y + from.below, to.y + to.below) >= top && Math.min(from.y, to.y) <= bottom;
}

function phase(nowMs: number, seed: number): number {
  return (nowMs / pulsePeriodMs + seed * 0.37) % 1;
}

function isUnderAnyNode(scene: Scene, x: number, y: number): boolean {
  return scene.placed.some((placed, index) => {
    if (!placed || x < placed.x || x > placed.x + metrics.nodeWidth || y < placed.y) return false;
    return y <= placed.y + (scene.plan.nodes[index]?.height ?? 0);
  });
}

function forEachPort(
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

function isCovered(placed: PlacedNode, x: number, y: number): boolean {
  return placed.coveredBy.some((box) => x >= box.x - 80 && x <= box.x + box.width + 80 && y >= box.y - 12 && y <= box.y + box.height + 12);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
