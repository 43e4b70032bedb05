export interface CommonEnds {
  readonly head: number;
  readonly tail: number;
}

/** How many items two lists have in common from their start, and how many of the rest from their end. */
export function commonEnds<T>(before: ArrayLike<T>, after: ArrayLike<T>, isSame: (a: T, b: T) => boolean = isIdentical): CommonEnds {
  if (before === after) return { head: before.length, tail: 0 };
  return commonEndsAt(before.length, after.length, (first, second) => isSame(before[first]!, after[second]!));
}

/** The same for lists of these lengths whose items are compared by their places. */
export function commonEndsAt(before: number, after: number, isSameAt: (before: number, after: number) => boolean): CommonEnds {
  const most = Math.min(before, after);
  let head = 0;
  while (head < most && isSameAt(head, head)) head++;
  let tail = 0;
  while (tail < most - head && isSameAt(before - 1 - tail, after - 1 - tail)) tail++;
  return { head, tail };
}

function isIdentical<T>(a: T, b: T): boolean {
  return a === b;
}
