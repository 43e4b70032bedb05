import { isAbsolute, join, relative } from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { displayText } from '../../show/escapedText.ts';

/** `show.cfg:3:1: error: There is no backend "osk". (unknown-backend)`, with a path that an editor or terminal can open from `cwd`. */
export function formatProblem(problem: Problem, showFolder: string, cwd: string): string {
  const where = problem.place
    ? `${displayText(pathFrom(cwd, showFolder, problem.place.file))}:${problem.place.line}:${problem.place.column}: `
    : '';
  return `${where}${problem.severity}: ${problem.message} (${problem.code})`;
}

/** `2 errors, 1 warning`. */
export function countProblems(problems: readonly Problem[]): string {
  const counts = (['error', 'warning', 'info'] as const).map((severity) => ({
    noun: severity === 'info' ? 'note' : severity,
    count: problems.filter((problem) => problem.severity === severity).length,
  }));
  const parts = counts.filter(({ count }) => count > 0).map(({ noun, count }) => `${count} ${noun}${count === 1 ? '' : 's'}`);
  return parts.length > 0 ? parts.join(', ') : 'no problems';
}

function pathFrom(cwd: string, folder: string, file: string): string {
  const absolute = isAbsolute(file) ? file : join(folder, file);
  const near = relative(cwd, absolute);
  return near.startsWith('..') || near === '' ? absolute : near;
}
