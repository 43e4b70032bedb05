import type { Case } from './caseFile.ts';

const areasByCommand = new Set(['cli-override', 'shutdown']);
const everyNth = 8;

/** Which cases start the real command: whole areas where the process itself matters, and every eighth of the others. */
export function goesThroughCommand(one: Case, index: number): boolean {
  return areasByCommand.has(one.area) || index % everyNth === 0;
}
