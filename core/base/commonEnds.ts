/** How many items two lists have in common from their start, and how many of the rest from their end. */
export function commonEnds<T>(
  before: ArrayLike<T>,
  after: ArrayLike<T>,
  isSame: (a: T, b: T) => boolean = isIdentical,
): { readonly head: number; readonly tail: number } {
  if (before === after) return { head: before.length, tail: 0 };
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && isSame(before[head]!, after[head]!)) head++;
  let tail = 0;
  while (tail < most - head && isSame(before[before.length - 1 - tail]!, after[after.length - 1 - tail]!)) tail++;
  return { head, tail };
}

function isIdentical<T>(a: T, b: T): boolean {
  return a === b;
}
