/** Reads how many tests passed, failed and were skipped from the reports of the test runners. */
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const countsSchema = z.object({ passed: z.int(), failed: z.int(), skipped: z.int() });

export function readCounts(report: unknown): Counts {
  return countsSchema.parse(report);
}

const vitestSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** A file that could not be loaded has no tests that could fail: it counts as one. */
export function readVitestCounts(report: unknown): Counts {
  const parsed = vitestSchema.parse(report);
  const brokenFiles = parsed.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests + brokenFiles.length,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
  };
}

const playwrightSchema = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
});

/** A test that passes only at a second try has failed. */
export function readPlaywrightCounts(report: unknown): Counts {
  const { stats, errors } = playwrightSchema.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

const conformanceSchema = z.array(z.object({ verdict: z.enum(['passed', 'failed', 'skipped']) }));

export function readConformanceCounts(report: unknown): Counts {
  const cases = conformanceSchema.parse(report);
  const count = (verdict: string) => cases.filter((one) => one.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
