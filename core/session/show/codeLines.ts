import { commonEnds } from '../../base/commonEnds.ts';
import type { CodeChange } from './ShowStep.ts';

/** What a step does to modules, in words: one line for each. */
export function codeLines(code: readonly CodeChange[], shownPath: (path: string) => string): readonly string[] {
  return code.map(({ path, before, after }) => {
    const name = shownPath(path);
    if (before === null) return `${name} is written again.`;
    if (after === null) return `${name} is removed.`;
    const count = differingLines(before, after);
    return `${name} gets other code in ${count === 1 ? 'one line' : `${count} lines`}.`;
  });
}

function differingLines(before: Uint8Array, after: Uint8Array): number {
  const [old, fresh] = [before, after].map((bytes) => new TextDecoder().decode(bytes).split('\n')) as [string[], string[]];
  const { head, tail } = commonEnds(old, fresh);
  return Math.max(old.length, fresh.length) - head - tail;
}
