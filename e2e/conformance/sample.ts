import type { Case } from './caseFile.ts';

const areasByCommand = new Set(['cli-override', 'shutdown']);
const everyNth = 8;

/** Which cases start the real command: whole areas where the process itself matters, and every eighth of the others. */
export function goesThroughCommand(one: Case, index: number): boolean {
  return areasByCommand.has(one.area) || index % everyNth === 0;
}

/** Our own cases are many and small: only those that need a process of their own, because they send it signals, start the command. */
export function ownGoesThroughCommand(one: Case): boolean {
  return one.steps.some((step) => step.signal !== undefined);
}

const everyNthOwn = 6;

/**
 * Which of our own cases every run plays: refusals, which take no time, and a share of the others. What all of them say about
 * configurations is tested without a process in core/show/conformance.test.ts; `--own` plays them all.
 */
export function isOwnSample(one: Case, index: number): boolean {
  return one.expect.starts === false || index % everyNthOwn === 0;
}
