import { describe, expect, it } from 'vitest';
import { readPlaywrightCounts, readVitestCounts } from './testCounts.ts';

describe('test counts', () => {
  it('count a test file that does not load as one failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(readVitestCounts(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('count a browser test that passed only at a second try, and an error outside of tests, as failures', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: 'no such project' }] };
    expect(readPlaywrightCounts(report)).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });

  it('refuse a report of another shape', () => {
    expect(() => readVitestCounts({})).toThrow();
  });
});
