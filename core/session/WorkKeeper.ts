import type { Drafts } from './files/Drafts.ts';
import type { ShowFiles } from './files/ShowFiles.ts';
import type { WorkJournal } from './files/WorkJournal.ts';
import type { ShowState } from './show/ShowState.ts';

export interface WorkKeeperOptions {
  readonly state: ShowState;
  readonly files: ShowFiles;
  readonly drafts: Drafts;
  readonly journal: WorkJournal;
  readonly leftover: WorkJournal;
}

/** Sees to it that what is unsaved would survive the end of this process in any way. */
export class WorkKeeper {
  constructor(private readonly options: WorkKeeperOptions) {}

  /** Keeps what is unsaved now. */
  keep(): void {
    const { state, files, drafts, journal } = this.options;
    journal.keep({
      files: state.dirtyFiles().map(({ path, syntax }) => ({ path, bytes: syntax.bytes, baseVersion: files.knownVersion(path) ?? null })),
      drafts: drafts.all,
    });
  }

  forget(): void {
    this.options.journal.keep({ files: [], drafts: [] });
  }

  /** Resolves when everything kept so far is on disk. */
  async settled(): Promise<void> {
    await Promise.all([this.options.journal.settled(), this.options.leftover.settled()]);
  }
}
