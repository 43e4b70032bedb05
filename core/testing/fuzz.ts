import fc from 'fast-check';

const fixedSeed = 20_261_122;
const fixedInputs = 3000;
/** More of them on demand: `FUZZ_SECONDS=600 npx vitest run core`. */
const randomMs = Number(process.env.FUZZ_SECONDS ?? 1) * 1000;

/** For the tests that call these. */
export const fuzzTimeoutMs = 120_000 + randomMs;

const fixed = { seed: fixedSeed, numRuns: fixedInputs };
const random = { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: randomMs, markInterruptAsFailure: false };

/** Holds for thousands of inputs that are the same in each run, and for as many others as there is time for. */
export function fuzz<T>(property: fc.IProperty<T>): void {
  fc.assert(property, fixed);
  fc.assert(property, random);
}

export async function fuzzAsync<T>(property: fc.IAsyncProperty<T>): Promise<void> {
  await fc.assert(property, fixed);
  await fc.assert(property, random);
}
