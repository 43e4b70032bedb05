import { describe, expect, it } from 'vitest';
import { outcomeAfterSecondTry, readConformance, readPlaywright, readVitest } from './testReports.ts';

const vitestReport = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [
    { name: 'a.test.ts', status: 'passed', message: '', assertionResults: [{ status: 'passed', fullName: 'a', failureMessages: [] }] },
    { name: 'b.test.ts', status: 'failed', message: '', assertionResults: [{ status: 'failed', fullName: 'b', failureMessages: ['no'] }] },
    { name: 'c.test.ts', status: 'failed', message: 'does not parse', assertionResults: [] },
  ],
};

describe('test reports', () => {
  it('count a test file that does not load as one failure', () => {
    expect(readVitest(vitestReport)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 2,
      failures: [
        { name: 'b', why: 'no', file: 'b.test.ts' },
        { name: 'c.test.ts', why: 'does not parse', file: 'c.test.ts' },
      ],
      secondTry: [],
    });
  });

  it('name what passed when it was run once more, and keep what did not', () => {
    const first = readVitest(vitestReport);
    const failing = { name: 'c.test.ts', why: 'does not parse' };
    expect(outcomeAfterSecondTry(first, { passed: 1, failed: 1, skipped: 0, failures: [failing], secondTry: [] })).toEqual({
      passed: 4,
      failed: 1,
      skipped: 2,
      failures: [failing],
      secondTry: ['b: no'],
    });
    expect(outcomeAfterSecondTry(first, { passed: 0, failed: 0, skipped: 0, failures: [], secondTry: [] })).toEqual(first);
  });

  it('name a browser test that passed only at its second try, and count an error outside of tests as a failure', () => {
    const spec = (title: string, status: string, ...messages: string[]) => ({
      title,
      tests: [{ status, results: messages.map((message) => ({ error: { message } })) }],
    });
    const suite = {
      title: 'a.spec.ts',
      specs: [spec('one', 'expected'), spec('two', 'flaky', '\u001b[31mtoo late\u001b[39m')],
      suites: [{ title: 'inner', specs: [spec('three', 'unexpected', 'gone', 'gone')] }],
    };
    const report = {
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'no such project' }],
      suites: [suite],
    };
    expect(readPlaywright(report)).toEqual({
      passed: 6,
      failed: 2,
      skipped: 2,
      failures: [
        { name: 'a.spec.ts > inner > three', why: 'gone\ngone' },
        { name: 'outside of tests', why: 'no such project' },
      ],
      secondTry: ['a.spec.ts > two: too late'],
    });
  });

  it('say how a recorded case differs', () => {
    const differences = [{ what: 'exit', expected: 0, observed: 1 }];
    const report = [
      { name: 'one', area: 'glob', verdict: 'failed', differences },
      { name: 'two', area: 'osc', verdict: 'passed', wasRepeated: true, differences: [] },
    ];
    const { failures, secondTry } = readConformance(report);
    expect(failures).toEqual([{ name: 'glob/one', why: 'exit: expected 0, observed 1' }]);
    expect(secondTry).toEqual(['osc/two']);
  });

  it('refuse a report of another shape', () => {
    expect(() => readVitest({})).toThrow();
  });
});
