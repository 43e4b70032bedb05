import { metrics, rowTop } from '../patch/nodeMetrics.ts';
import { curvePoint, reachOf, type WireEndPoint, wireCurve } from '../patch/wirePath.ts';
import type { MeterPort, MeterWire } from './meterPlan.ts';
import { formatPortValue, formatStaleValue } from './portValue.ts';
import { isUnderAnyNode, type Scene, type Viewport } from './scene.ts';
import { valuePoint } from './valuePoint.ts';

const pulseFadeMs = 700;
const pulsePeriodMs = 1_100;
/** A pulse this near to a label would lie on its text. */
const labelReach = 34;

/**
 * Dots that run along a wire while values pass; where motion is unwanted one dot stands in its middle. Returns true while one still runs
 * or fades.
 */
export function paintPulses(context: CanvasRenderingContext2D, scene: Scene, view: Viewport, nowMs: number): boolean {
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

/** The values of chosen wires, each beside its wire. */
export function paintWireLabels(context: CanvasRenderingContext2D, scene: Scene): void {
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
