import type { OscFormat, OscType } from './format.ts';

const defaultMaximums = { i: 255, f: 1, h: 1024, d: 1 };

/** Normalises a received value; without a format the ranges are i 0..255, h 0..1024, f and d 0..1. NaN stays NaN. */
export function normalise(value: number, type: OscType, format: OscFormat | undefined, parameter: number): number {
  const minimum = format?.minimums[parameter] ?? 0;
  const maximum = format?.maximums[parameter] ?? defaultMaximums[type];
  if (minimum === maximum) return 0;
  const share = (value - minimum) / (maximum - minimum);
  if (Number.isNaN(share)) return Number.NaN;
  // Comparing like this also turns -0 into 0.
  return share > 0 ? Math.min(share, 1) : 0;
}

/** The value to send for a normalised one, as its type can hold it: whole numbers are cut towards zero. */
export function denormalise(value: number, format: OscFormat, parameter: number): number {
  const minimum = format.minimums[parameter] ?? 0;
  const maximum = format.maximums[parameter] ?? 0;
  switch (format.types[parameter]) {
    case 'i':
      return Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Math.trunc((maximum - minimum) * value + minimum))) + 0;
    case 'h':
      return Math.trunc((maximum - minimum) * value + minimum) + 0;
    case 'f':
      return Math.fround(Math.fround(maximum - minimum) * value + minimum);
    default:
      return (maximum - minimum) * value + minimum;
  }
}
