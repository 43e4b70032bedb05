/** A finding stands for several channels of a map line. */
export function alsoOnLine(more: number): string {
  return ` So it is with ${more} more ${more === 1 ? 'channel' : 'channels'} of this line.`;
}
