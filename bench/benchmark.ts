/** One line of the table that `npm run bench` prints. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What the design demands, in the same unit. */
  readonly budget?: { readonly atMost: number } | { readonly atLeast: number };
  /** The reference's value in the same run; `undefined` where it was not there or has no such thing. */
  readonly reference?: number | undefined;
  /** What a reader has to know to judge the number. */
  readonly note?: string;
}

export interface Benchmark {
  /** Chosen on the command line: `npm run bench python-throughput`. */
  readonly name: string;
  run(): Promise<readonly Row[]>;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the share `q` of the values lies; NaN without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function isWithinBudget({ value, budget }: Row): boolean | undefined {
  if (budget === undefined) return undefined;
  return 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
}
