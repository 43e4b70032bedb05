/** A wire on the canvas: a cubic Bézier from an output (leaving to the right) to an input (arriving from the left). */
export interface WireCurve {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** How far the control points stand from the ends, horizontally. */
  readonly bend: number;
}

export function wireCurve(x0: number, y0: number, x1: number, y1: number): WireCurve {
  const dx = x1 - x0;
  // Backward wires swing out further, so that they don't hide behind their own nodes.
  const bend = dx >= 0 ? Math.max(28, dx * 0.5) : Math.min(320, 40 + Math.sqrt(-dx) * 9);
  return { x0, y0, x1, y1, bend };
}

export function curvePath({ x0, y0, x1, y1, bend }: WireCurve): string {
  return `M${x0} ${y0} C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`;
}

/** The point at `t`, 0 at the source and 1 at the target. */
export function curvePoint({ x0, y0, x1, y1, bend }: WireCurve, t: number): { x: number; y: number } {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: a * x0 + b * (x0 + bend) + c * (x1 - bend) + d * x1, y: a * y0 + b * y0 + c * y1 + d * y1 };
}
