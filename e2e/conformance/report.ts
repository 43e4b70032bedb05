import { canonicalJson } from './canonicalJson.ts';
import type { Difference } from './judge.ts';
import type { CaseResult, Verdict } from './run.ts';

/** Lists are shown one element a line, with what they have in common left out at both ends. */
export function describeDifference({ what, expected, observed }: Difference): string {
  if (!Array.isArray(expected) || !Array.isArray(observed)) {
    return `    ${what}: expected ${canonicalJson(expected)}, observed ${canonicalJson(observed)}`;
  }
  const wanted = expected.map(show);
  const seen = observed.map(show);
  let start = 0;
  while (start < wanted.length && start < seen.length && wanted[start] === seen[start]) start++;
  let end = 0;
  while (end < wanted.length - start && end < seen.length - start && wanted.at(-1 - end) === seen.at(-1 - end)) end++;
  return [
    `    ${what}: from element ${start + 1} on`,
    ...wanted.slice(start, wanted.length - end).map((line) => `      - ${line}`),
    ...seen.slice(start, seen.length - end).map((line) => `      + ${line}`),
  ].join('\n');
}

function show(element: unknown): string {
  return typeof element === 'string' ? element : canonicalJson(element);
}

export function summaryOf(results: readonly CaseResult[]): string {
  const areas = [...new Set(results.map((result) => result.area))].sort();
  const lines = areas.map((area) => `  ${area.padEnd(18)} ${count(results.filter((result) => result.area === area))}`);
  const reasons = new Map<string, number>();
  for (const result of results) if (result.verdict === 'skipped') reasons.set(result.note, (reasons.get(result.note) ?? 0) + 1);
  const notYet = [...reasons].map(([reason, cases]) => `  not yet: ${cases} cases, ${reason}`);
  const repeated = results.filter((result) => result.wasRepeated && result.verdict === 'passed');
  const atSecondTry = repeated.length > 0 ? [`  passed only alone: ${repeated.map((result) => result.name).join(', ')}`] : [];
  return [...lines, ...notYet, ...atSecondTry, count(results)].join('\n');
}

function count(results: readonly CaseResult[]): string {
  const having = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  return `${having('passed')} passed, ${having('failed')} failed, ${having('skipped')} skipped`;
}
