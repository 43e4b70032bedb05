import type { Place, Problem, Severity } from '../contract/problem.ts';

/** Collects problems up to a limit: a file that is no configuration at all must not drown the screen. */
export class ProblemList {
  private readonly problems: Problem[] = [];
  private readonly seen = new Set<string>();
  private left = 0;

  constructor(private readonly limit: number) {}

  /** The same problem of a line that is read several times counts once. */
  add(problem: Problem): void {
    const { code, place } = problem;
    const key = `${code} ${place?.line}:${place?.column} ${place?.file}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (this.problems.length < this.limit) this.problems.push(problem);
    else this.left++;
  }

  error(code: string, message: string, place: Place): void {
    this.add({ code, severity: 'error', message, place });
  }

  warning(code: string, message: string, place: Place): void {
    this.add({ code, severity: 'warning', message, place });
  }

  /** In the order of the files and their lines; what was left out is said in a last one. */
  sorted(fileOrder: readonly string[]): Problem[] {
    const sorted = sortProblems(this.problems, fileOrder);
    if (this.left > 0) sorted.push(moreProblems('error', this.left));
    return sorted;
  }
}

/** At most `limit` of each severity, in their order; what was left out is counted in a last one each. */
export function limitProblems(problems: readonly Problem[], limit: number): Problem[] {
  const counts = new Map<Severity, number>();
  const kept = problems.filter(({ severity }) => {
    const count = (counts.get(severity) ?? 0) + 1;
    counts.set(severity, count);
    return count <= limit;
  });
  const rest = [...counts].filter(([, count]) => count > limit);
  return [...kept, ...rest.map(([severity, count]) => moreProblems(severity, count - limit))];
}

function moreProblems(severity: Severity, count: number): Problem {
  const what = severity === 'error' ? 'problems' : severity === 'warning' ? 'warnings' : 'notes';
  return { code: 'more-problems', severity, message: `There are ${count} more ${what}.` };
}

/** Problems without a place come first. */
export function sortProblems(problems: readonly Problem[], fileOrder: readonly string[]): Problem[] {
  const rank = new Map(fileOrder.map((file, index) => [file, index]));
  const rankOf = (problem: Problem) => (problem.place ? (rank.get(problem.place.file) ?? fileOrder.length) : -1);
  return [...problems].sort(
    (a, b) => rankOf(a) - rankOf(b) || (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}
