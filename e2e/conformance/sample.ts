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
