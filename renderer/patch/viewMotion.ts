/** Milliseconds that the view takes on its way: none for people who asked their system for less motion. */
export function travelMs(usualMs: number): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : usualMs;
}
