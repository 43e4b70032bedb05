import type { PlacedNode } from './scene.ts';

export interface StackedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A higher one lies over a lower one; equal ones in the order of the list. */
  readonly z: number;
}

/** Finds for each box what lies over it, so that meters of a covered node don't shine through. */
export function placeNodes(boxes: readonly (StackedBox | undefined)[]): (PlacedNode | undefined)[] {
  return boxes.map(
    (box, index) =>
      box && { x: box.x, y: box.y, coveredBy: boxes.filter((other, at): other is StackedBox => isOver(other, at, box, index)) },
  );
}

function isOver(other: StackedBox | undefined, otherAt: number, box: StackedBox, at: number): boolean {
  if (!other || otherAt === at || other.z < box.z || (other.z === box.z && otherAt < at)) return false;
  return other.x < box.x + box.width && box.x < other.x + other.width && other.y < box.y + box.height && box.y < other.y + other.height;
}
