import { curvePoint, type WireCurve, type WireEndPoint, wireCurve } from './wirePath.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Ends {
  readonly from: WireEndPoint;
  readonly to: WireEndPoint;
}

/** Straight pieces that a curve is taken for. */
const pieces = 24;

/** The wire nearest to a point of the canvas, no farther than `reach`; all in flow units. */
export function wireAt<Wire extends Ends>(wires: readonly Wire[], point: Point, reach: number): Wire | undefined {
  let nearest: Wire | undefined;
  let least = reach;
  for (const wire of wires) {
    const curve = wireCurve(wire.from, wire.to);
    if (!isNearBounds(curve, point, least)) continue;
    const distance = distanceTo(curve, point);
    if (distance > least) continue;
    nearest = wire;
    least = distance;
  }
  return nearest;
}

/** A Bézier lies within the box of its four points. */
function isNearBounds(curve: WireCurve, { x, y }: Point, reach: number): boolean {
  return curve.some(([x0, y0, ax, ay, bx, by, x1, y1]) => {
    const isBeside = x < Math.min(x0, ax, bx, x1) - reach || x > Math.max(x0, ax, bx, x1) + reach;
    return !isBeside && y >= Math.min(y0, ay, by, y1) - reach && y <= Math.max(y0, ay, by, y1) + reach;
  });
}

function distanceTo(curve: WireCurve, point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  let from = curvePoint(curve, 0);
  for (let piece = 1; piece <= pieces; piece++) {
    const to = curvePoint(curve, piece / pieces);
    least = Math.min(least, distanceToPiece(from, to, point));
    from = to;
  }
  return least;
}

function distanceToPiece(from: Point, to: Point, { x, y }: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}
