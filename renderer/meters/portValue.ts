import type { MeterBus } from '../link/meterBus.ts';

/** What a port's meter shows, filled in place sixty times a second. */
export interface PortValue {
  /** False until an event was seen. */
  hasValue: boolean;
  min: number;
  max: number;
  /** When any of its rows last changed. */
  stampMs: number;
}

export function emptyPortValue(): PortValue {
  return { hasValue: false, min: 0, max: 0, stampMs: Number.NEGATIVE_INFINITY };
}

/** Smallest and largest value of the rows that had an event; `otherRows` are the return way of a two-way port: the newer side counts. */
export function readPortValue(bus: MeterBus, rows: Int32Array, otherRows: Int32Array | undefined, value: PortValue): PortValue {
  value.hasValue = false;
  value.min = 1;
  value.max = 0;
  value.stampMs = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < rows.length; index += 1) {
    const row = newerRow(bus, rows[index] ?? -1, otherRows?.[index] ?? -1);
    const stampMs = row < 0 ? Number.NEGATIVE_INFINITY : (bus.stampsMs[row] ?? Number.NEGATIVE_INFINITY);
    if (stampMs === Number.NEGATIVE_INFINITY) continue;
    const now = bus.values[row] ?? 0;
    if (now < value.min) value.min = now;
    if (now > value.max) value.max = now;
    if (stampMs > value.stampMs) value.stampMs = stampMs;
    value.hasValue = true;
  }
  return value;
}

export function newerRow(bus: MeterBus, row: number, otherRow: number): number {
  if (otherRow < 0) return row;
  if (row < 0) return otherRow;
  return (bus.stampsMs[otherRow] ?? 0) > (bus.stampsMs[row] ?? 0) ? otherRow : row;
}

const noValue = '–';
const texts: readonly string[] = Array.from({ length: 101 }, (_, hundredths) => (hundredths / 100).toFixed(2));

/** Two decimals; a value that is not quite 1 (or 0) never reads as 1.00 (or 0.00). */
export function formatValue(value: number): string {
  if (!(value > 0)) return '0.00';
  if (value >= 1) return '1.00';
  return texts[Math.min(99, Math.max(1, Math.round(value * 100)))] ?? noValue;
}

/** In brackets: what it last was. */
export function formatStaleValue(text: string): string {
  return text === noValue ? text : `(${text})`;
}

export function formatPortValue(value: PortValue, count: number): string {
  if (!value.hasValue) return noValue;
  if (count === 1 || value.min === value.max) return formatValue(value.max);
  return `${formatValue(value.min)}–${formatValue(value.max)}`;
}
