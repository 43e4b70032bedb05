import { metrics } from './nodeMetrics.ts';

/** A wire on the canvas: one or two cubic Béziers, each as x0 y0, two control points, x1 y1. */
export type WireCurve = readonly (readonly [number, number, number, number, number, number, number, number])[];

/** One end of a wire: the point at the circle, and how far its node reaches above and below it. */
export interface WireEndPoint {
  readonly x: number;
  readonly y: number;
  readonly above: number;
  readonly below: number;
}

const swing = 96;
const clearance = 26;

/**
 * From an output (leaving to the right) to an input (arriving from the left). A wire that has to go back runs through the gap
 * between its two nodes, or below both where there is none, instead of hiding behind them.
 */
export function wireCurve(from: WireEndPoint, to: WireEndPoint): WireCurve {
  const dx = to.x - from.x;
  if (dx >= 0) {
    const bend = Math.max(Math.min(40, dx + 14), dx * 0.5);
    return [[from.x, from.y, from.x + bend, from.y, to.x - bend, to.y, to.x, to.y]];
  }
  const y = detourY(from, to);
  const x = from.x + dx / 2;
  return [
    [from.x, from.y, from.x + swing, from.y, from.x + swing * 0.8, y, x, y],
    [x, y, to.x - swing * 0.8, y, to.x - swing, to.y, to.x, to.y],
  ];
}

function detourY(from: WireEndPoint, to: WireEndPoint): number {
  const [fromTop, fromBottom] = [from.y - from.above, from.y + from.below];
  const [toTop, toBottom] = [to.y - to.above, to.y + to.below];
  if (toTop - fromBottom >= clearance) return (fromBottom + toTop) / 2;
  if (fromTop - toBottom >= clearance) return (toBottom + fromTop) / 2;
  return Math.max(fromBottom, toBottom) + clearance;
}

/** How far a node reaches above and below the circle of its row. */
export function reachOf(handleTop: number, height: number): { readonly above: number; readonly below: number } {
  const centre = handleTop + metrics.handleCentre;
  return { above: centre, below: height - centre };
}

export function curvePath(curve: WireCurve): string {
  const [first] = curve;
  const parts = curve.map(([, , ax, ay, bx, by, x, y]) => `C${ax} ${ay} ${bx} ${by} ${x} ${y}`);
  return first ? `M${first[0]} ${first[1]} ${parts.join(' ')}` : '';
}

/** The point at `t`, 0 at the source and 1 at the target. */
export function curvePoint(curve: WireCurve, t: number): { x: number; y: number } {
  const scaled = t * curve.length;
  const index = Math.min(curve.length - 1, Math.floor(scaled));
  const segment = curve[index];
  if (!segment) return { x: 0, y: 0 };
  const [x0, y0, ax, ay, bx, by, x1, y1] = segment;
  const u = scaled - index;
  const s = 1 - u;
  const [a, b, c, d] = [s * s * s, 3 * s * s * u, 3 * s * u * u, u * u * u];
  return { x: a * x0 + b * ax + c * bx + d * x1, y: a * y0 + b * ay + c * by + d * y1 };
}
