/** A time of a call with two or three digits and its unit: `7 µs`, `0.35 ms`, `12 ms`, `1.4 s`. */
export function durationText(ms: number): string {
  if (ms < 0.0995) return `${Math.round(ms * 1000)} µs`;
  if (ms < 9.95) return `${ms.toPrecision(2)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}
