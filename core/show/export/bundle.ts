import type { Problem } from '../../contract/problem.ts';

export type ExportTarget = 'midimonster' | 'patchmonster';

/** What an export writes. */
export interface ExportedShow {
  /** Contents by path relative to the bundle, with forward slashes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The configuration to start, one of the files. */
  readonly startFile: string;
  /** What the target can't do or does differently, and what is not in the bundle. Errors: the target will not start with it. */
  readonly report: readonly Problem[];
}
