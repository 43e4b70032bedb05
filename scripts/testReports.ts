/** Reads from the reports of the test runners how many tests passed, failed and were skipped, and which failed and why. */
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { describeDifference } from '../e2e/conformance/report.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Failure {
  readonly name: string;
  /** The first lines of what the runner says; empty where it says nothing. */
  readonly why: string;
  /** Where the test stands, for a runner that can be given it. */
  readonly file?: string;
}

export interface Outcome extends Counts {
  readonly failures: readonly Failure[];
  /** Names of tests that failed beside others and passed when they were run once more. */
  readonly secondTry: readonly string[];
}

const linesOfWhy = 12;

function failureOf(name: string, why: string): Failure {
  const lines = stripVTControlCharacters(why).trim().split('\n');
  return {
    name,
    why: lines
      .filter((line) => !line.includes('/node_modules/'))
      .slice(0, linesOfWhy)
      .join('\n'),
  };
}

const checksSchema = z.object({ passed: z.int(), failed: z.array(z.string()) });

export function readChecks(report: unknown): Outcome {
  const { passed, failed } = checksSchema.parse(report);
  return { passed, failed: failed.length, skipped: 0, failures: failed.map((name) => failureOf(name, '')), secondTry: [] };
}

const vitestSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

/** A file that could not be loaded has no tests that could fail: it counts as one. */
export function readVitest(report: unknown): Outcome {
  const parsed = vitestSchema.parse(report);
  const failures = parsed.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed');
    const own = failed.map((one) => failureOf(one.fullName, one.failureMessages?.join('\n') ?? ''));
    const all = own.length === 0 && status === 'failed' ? [failureOf(name, message)] : own;
    return all.map((failure) => ({ ...failure, file: name }));
  });
  return {
    passed: parsed.numPassedTests,
    failed: failures.length,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
    failures,
    secondTry: [],
  };
}

/** `second` ran the files of what failed in `first` once more. */
export function outcomeAfterSecondTry(first: Outcome, second: Outcome): Outcome {
  const stillFailing = new Set(second.failures.map(({ name }) => name));
  const mended = second.passed === 0 ? [] : first.failures.filter(({ name }) => !stillFailing.has(name));
  return {
    passed: first.passed + mended.length,
    failed: second.passed === 0 ? first.failed : second.failed,
    skipped: first.skipped,
    failures: second.passed === 0 ? first.failures : second.failures,
    secondTry: mended.map(({ name, why }) => `${name}: ${why}`),
  };
}

interface Suite {
  readonly title: string;
  readonly specs: readonly z.infer<typeof specSchema>[];
  readonly suites?: readonly Suite[] | undefined;
}

const specSchema = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
    }),
  ),
});
const suiteSchema: z.ZodType<Suite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(specSchema), suites: z.array(suiteSchema).optional() }),
);
const playwrightSchema = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.object({ message: z.string().optional() })),
  suites: z.array(suiteSchema),
});

/** What passed at its second try has passed, and is named. An error outside of tests counts as a failure. */
export function readPlaywright(report: unknown): Outcome {
  const { stats, errors, suites } = playwrightSchema.parse(report);
  const tests = suites.flatMap((suite) => testsIn(suite, ''));
  const failures = [
    ...tests.filter(({ status }) => status === 'unexpected').map(({ name, why }) => failureOf(name, why)),
    ...errors.map(({ message = '' }) => failureOf('outside of tests', message)),
  ];
  return {
    passed: stats.expected + stats.flaky,
    failed: failures.length,
    skipped: stats.skipped,
    failures,
    secondTry: tests.filter(({ status }) => status === 'flaky').map(({ name, why }) => `${name}: ${failureOf(name, why).why}`),
  };
}

function testsIn(suite: Suite, path: string): { readonly name: string; readonly status: string; readonly why: string }[] {
  const place = path === '' ? suite.title : `${path} > ${suite.title}`;
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map(({ status, results }) => ({
      name: `${place} > ${spec.title}`,
      status,
      why: results.flatMap(({ error }) => error?.message ?? []).join('\n'),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, place))];
}

const conformanceSchema = z.array(
  z.object({
    name: z.string(),
    area: z.string(),
    verdict: z.enum(['passed', 'failed', 'skipped']),
    wasRepeated: z.boolean().optional(),
    differences: z.array(z.object({ what: z.string(), expected: z.unknown(), observed: z.unknown() })),
  }),
);

export function readConformance(report: unknown): Outcome {
  const cases = conformanceSchema.parse(report);
  const having = (verdict: string) => cases.filter((one) => one.verdict === verdict);
  const failures = having('failed').map(({ area, name, differences }) =>
    failureOf(`${area}/${name}`, differences.map(describeDifference).join('\n')),
  );
  return {
    passed: having('passed').length,
    failed: failures.length,
    skipped: having('skipped').length,
    failures,
    secondTry: having('passed').flatMap(({ area, name, wasRepeated }) => (wasRepeated ? [`${area}/${name}`] : [])),
  };
}
