export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface CanvasView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const margin = 40;
/** Too small to read: what is shown is brought nearer. */
const readableZoom = 0.5;

/** The view moved by as little as shows the whole box (in flow units); the same view when it is shown already. */
export function panToShow(view: CanvasView, size: { readonly width: number; readonly height: number }, box: Box): CanvasView {
  const zoom = view.zoom < readableZoom ? Math.max(view.zoom, Math.min(0.8, fitting(size, box))) : view.zoom;
  if (zoom !== view.zoom) {
    return { zoom, x: size.width / 2 - (box.x + box.width / 2) * zoom, y: size.height / 2 - (box.y + box.height / 2) * zoom };
  }
  return {
    zoom,
    x: view.x + shift(box.x * zoom + view.x, box.width * zoom, size.width),
    y: view.y + shift(box.y * zoom + view.y, box.height * zoom, size.height),
  };
}

function fitting(size: { readonly width: number; readonly height: number }, box: Box): number {
  return Math.min((size.width - 2 * margin) / box.width, (size.height - 2 * margin) / box.height);
}

/** What does not fit at all shows its beginning. */
function shift(start: number, length: number, room: number): number {
  if (start < margin || length > room - 2 * margin) return start >= margin && start + length <= room ? 0 : margin - start;
  return start + length > room - margin ? room - margin - (start + length) : 0;
}
