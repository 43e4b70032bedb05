import type { Palette } from '../meters/palette.ts';
import type { PlacedWire } from './drawnPart.ts';
import { curvePath, wireCurve } from './wirePath.ts';

/** Wires that look the same, as one path: a stroke each would cost a hundred times as much. */
export interface WireStroke {
  readonly path: Path2D;
  readonly colour: string;
  readonly width: number;
  readonly alpha: number;
  readonly dash: readonly number[];
}

/** As `MapWire.css` draws them. */
export function wireStrokes(wires: readonly PlacedWire[], palette: Palette): readonly WireStroke[] {
  const strokes = new Map<string, WireStroke & { readonly curves: string[] }>();
  for (const { model, from, to } of wires) {
    const { count, isMuted, isBroken, isIdle, backend } = model;
    const isBundle = count > 1;
    const kind = isMuted ? 'muted' : isBroken ? 'broken' : isIdle ? 'idle' : backend;
    const key = `${kind} ${isBundle} ${isIdle ? backend : ''}`;
    const curve = curvePath(wireCurve(from, to));
    const known = strokes.get(key);
    if (known) known.curves.push(curve);
    else
      strokes.set(key, {
        path: new Path2D(),
        colour: isMuted ? palette.faint : isBroken ? palette.fail : palette.of(backend),
        width: isBundle ? (isIdle ? 4 : 7) : isIdle ? 1.2 : 2.5,
        alpha: isIdle ? 0.7 : 1,
        dash: isMuted ? [6, 7] : isBroken ? [2, 7] : [],
        curves: [curve],
      });
  }
  return [...strokes.values()].map(({ curves, ...stroke }) => ({ ...stroke, path: new Path2D(curves.join(' ')) }));
}
