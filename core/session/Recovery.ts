import type { EditReply, RecoveryOffer } from '../contract/clientLink.ts';
import { relativeTo } from '../show/paths.ts';
import { contentVersion } from './files/contentVersion.ts';
import type { JournalEntry, UnsavedWork, WorkJournal } from './files/WorkJournal.ts';
import type { ShowState } from './show/ShowState.ts';
import type { ShowStep } from './show/ShowStep.ts';

const nothing: UnsavedWork = { files: [], drafts: [] };

export interface RecoveryOptions {
  readonly state: ShowState;
  /** What is unsaved now. */
  readonly journal: WorkJournal;
  /** What an earlier session left, kept apart until the person has answered, however long that takes. */
  readonly leftover: WorkJournal;
  /** What restoring would change in what runs. */
  readonly linesOf: (step: ShowStep) => readonly string[];
  readonly restore: (step: ShowStep) => Promise<EditReply>;
}

/** Finds unsaved work of a session that ended badly and offers it. */
export class Recovery {
  private entry: JournalEntry | undefined;

  constructor(private readonly options: RecoveryOptions) {
    const { journal, leftover } = options;
    const found = journal.read() ?? leftover.read();
    this.entry = found && this.isWorthOffering(found) ? found : undefined;
    leftover.keep(this.entry ?? nothing);
    if (found) journal.keep(nothing);
  }

  get offer(): RecoveryOffer | null {
    const { state } = this.options;
    const entry = this.entry;
    if (!entry) return null;
    const display = (path: string) => relativeTo(state.document.folder, path);
    const outdated = entry.files.filter(({ path, baseVersion }) => state.diskVersion(path) !== baseVersion);
    const step = this.stepOf(entry);
    return {
      wallMs: entry.wallMs,
      files: entry.files.map(({ path }) => display(path)),
      lines: [
        ...this.options.linesOf(step),
        ...outdated.map(
          ({ path }) => `${display(path)} was also changed on disk since then; restoring replaces that in the window, not on disk.`,
        ),
      ],
      drafts: entry.drafts.map(({ path, text }) => ({ path: display(path), text })),
    };
  }

  async answer(choice: 'restore' | 'discard'): Promise<EditReply> {
    const entry = this.entry;
    if (!entry) return { ok: false, message: 'There is no unsaved work to restore any more.' };
    if (choice === 'restore') {
      const restored = await this.options.restore(this.stepOf(entry));
      if (!restored.ok) return restored;
    }
    this.entry = undefined;
    this.options.leftover.keep(nothing);
    return { ok: true, revision: this.options.state.revision };
  }

  private stepOf(entry: JournalEntry): ShowStep {
    return this.options.state.stepTo(new Map(entry.files.map(({ path, bytes }) => [path, bytes])));
  }

  /** What has reached the disk since is not unsaved. */
  private isWorthOffering(entry: JournalEntry): boolean {
    const { state } = this.options;
    return entry.drafts.length > 0 || entry.files.some(({ path, bytes }) => state.diskVersion(path) !== contentVersion(bytes));
  }
}
