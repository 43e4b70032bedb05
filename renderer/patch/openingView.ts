import type { Box, CanvasView } from './panToShow.ts';

/** Room around the graph: wires swing out beside and below their nodes; the tools stand at the lower left. */
export const viewPadding = { top: 28, right: 44, bottom: 64, left: 44 } as const;
/** Nearer than this nodes look bigger than the rest of the window. */
export const nearest = 1.15;
/** Names of nodes can still be read. */
const readable = 0.3;

/** The first view of a show: all of it, or where that could not be read its upper left part. */
export function openingView(box: Box, size: { readonly width: number; readonly height: number }): CanvasView {
  const room = {
    width: Math.max(1, size.width - viewPadding.left - viewPadding.right),
    height: Math.max(1, size.height - viewPadding.top - viewPadding.bottom),
  };
  const fitting = Math.min(nearest, room.width / box.width, room.height / box.height);
  const zoom = Math.max(fitting, readable);
  const start = (room: number, length: number) => Math.max(0, (room - length * zoom) / 2);
  return {
    zoom,
    x: viewPadding.left + start(room.width, box.width) - box.x * zoom,
    y: viewPadding.top + start(room.height, box.height) - box.y * zoom,
  };
}
