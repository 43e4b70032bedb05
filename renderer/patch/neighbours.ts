export interface NodeBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest box in a direction: distance along it counts once, distance across it twice. Undefined at the edge. */
export function neighbourOf(boxes: readonly NodeBox[], id: string, direction: Direction): NodeBox | undefined {
  const own = boxes.find((box) => box.id === id);
  if (!own) return undefined;
  const from = centre(own);
  let best: { box: NodeBox; cost: number } | undefined;
  for (const box of boxes) {
    if (box.id === id) continue;
    const to = centre(box);
    const along = { left: from.x - to.x, right: to.x - from.x, up: from.y - to.y, down: to.y - from.y }[direction];
    const across = direction === 'left' || direction === 'right' ? Math.abs(to.y - from.y) : Math.abs(to.x - from.x);
    if (along <= 1) continue;
    const cost = along + 2 * across;
    if (!best || cost < best.cost) best = { box, cost };
  }
  return best?.box;
}

function centre(box: NodeBox): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
