import type { InstanceStatus } from '../../core/contract/instanceState.ts';
import type { Problem, Severity } from '../../core/contract/problem.ts';

export interface ListedProblem {
  /** Stable while the problem stays. */
  readonly key: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Instance that has it while it runs. */
  readonly instance?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The document's own problem, with its fix. */
  readonly problem?: Problem;
}

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What is wrong in the text and what is wrong while it runs, the worst first. */
export function listProblems(problems: readonly Problem[], statuses: ReadonlyMap<string, InstanceStatus>): readonly ListedProblem[] {
  const written = problems.map(
    (problem, index): ListedProblem => ({
      key: `${problem.code} ${problem.place?.file} ${problem.place?.line} ${index}`,
      code: problem.code,
      severity: problem.severity,
      message: problem.message,
      problem,
      ...(problem.place && { file: problem.place.file, line: problem.place.line, column: problem.place.column }),
    }),
  );
  const isWritten = (message: string) => problems.some((problem) => problem.message === message);
  // What is wrong in the text keeps an instance from running: it is said once, with its place and fix.
  const running = [...statuses]
    .flatMap(([instance, status]) => runningProblems(instance, status))
    .filter(({ message }) => !isWritten(message));
  // A module with a mistake is found by the lint, and by the instance that could not load it: the instance knows more.
  const isFeltAt = new Set(running.map(({ file, line }) => `${file}:${line}`));
  const unfelt = written.filter(({ problem, file, line }) => problem?.code !== 'module-syntax-error' || !isFeltAt.has(`${file}:${line}`));
  return [...unfelt, ...running].sort((a, b) => order[a.severity] - order[b.severity]);
}

/** How many want attention; notes don't. */
export function countProblems(problems: readonly ListedProblem[]): { readonly errors: number; readonly warnings: number } {
  const count = (wanted: Severity) => problems.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning') };
}

function runningProblems(instance: string, { phase, reason, problems }: InstanceStatus): ListedProblem[] {
  const severity = phase === 'waiting' ? 'warning' : 'error';
  const listed = problems.map(
    ({ code, message, file, line, column }): ListedProblem => ({
      key: `${instance} ${code} ${file} ${line} ${message}`,
      code,
      severity,
      message,
      instance,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    }),
  );
  const isSaid = listed.some(({ message }) => message === reason);
  const isBad = phase === 'waiting' || phase === 'failed';
  return isBad && reason !== '' && !isSaid
    ? [...listed, { key: `${instance} state`, code: 'state', severity, message: reason, instance }]
    : listed;
}
