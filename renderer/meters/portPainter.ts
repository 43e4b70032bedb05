import type { MeterBus } from '../link/meterBus.ts';
import { metrics, rowTop } from '../patch/nodeMetrics.ts';
import type { MeterPort } from './meterPlan.ts';
import { formatPortValue, formatStaleValue, newerRow } from './portValue.ts';
import { forEachPort, isCovered, type PlacedNode, type Scene, type VisibleNode } from './scene.ts';

const lampMs = 350;
const barWidth = metrics.nodeWidth - 2 * metrics.inset;
const maxCells = 48;

/** The empty bars. */
export function paintTracks(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[]): void {
  context.fillStyle = scene.palette.track;
  context.beginPath();
  forEachPort(scene, visible, (placed, _node, port) => {
    context.rect(placed.x + metrics.inset, placed.y + rowTop(port.row) + metrics.barTop, barWidth, metrics.barHeight);
  });
  context.fill();
}

export function paintBars(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[], bus: MeterBus): void {
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

/** Values beside the names of channels, and rates in the headers. */
export function paintTexts(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[]): void {
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

/** A channel's circle lights up at each value. Returns true while one still fades. */
export function paintLamps(context: CanvasRenderingContext2D, scene: Scene, visible: readonly VisibleNode[], nowMs: number): boolean {
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

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
