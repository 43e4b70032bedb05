import type { LayoutView } from '../../contract/showView.ts';
import { invertChanges, type TextChange } from '../../show/textChange.ts';

/** One deed in a form that can be done and undone: changes of configuration text, of the layout and of module files. */
export interface ShowStep {
  readonly text: readonly TextChange[];
  readonly layout: { readonly before: LayoutView; readonly after: LayoutView } | undefined;
  readonly code: readonly CodeChange[];
}

/** A module file that got other content; null means that it does not exist. */
export interface CodeChange {
  /** Absolute path. */
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

export function invertStep(step: ShowStep): ShowStep {
  return {
    text: invertChanges(step.text),
    layout: step.layout && { before: step.layout.after, after: step.layout.before },
    code: step.code.map(({ path, before, after }) => ({ path, before: after, after: before })).reverse(),
  };
}

export function stepSizeBytes(step: ShowStep): number {
  const text = step.text.reduce((sum, { removed, inserted }) => sum + removed.length + inserted.length, 0);
  return step.code.reduce((sum, { before, after }) => sum + (before?.length ?? 0) + (after?.length ?? 0), text) + 200;
}
