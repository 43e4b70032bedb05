import type { CanvasPart } from './drawnPart.ts';

/**
 * The part of the canvas that is in view, rounded up to tiles of half a screen or more: it changes once in a while as the view
 * moves, not with every frame.
 */
export function tiledPart([x, y, zoom]: readonly [number, number, number], width: number, height: number): CanvasPart {
  const tile = 2 ** Math.ceil(Math.log2(Math.max(width, height, 1) / zoom / 2));
  const down = (at: number) => Math.floor(at / tile) * tile;
  const up = (at: number) => Math.ceil(at / tile) * tile;
  return { left: down(-x / zoom), top: down(-y / zoom), right: up((width - x) / zoom), bottom: up((height - y) / zoom) };
}
