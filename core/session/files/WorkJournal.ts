import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { FileSystem } from './FileSystem.ts';
import { readJson } from './readJson.ts';
import { showKey } from './stateFolder.ts';
import { writeAtomically } from './writeAtomically.ts';

const journalSchema = z.object({
  showPath: z.string(),
  wallMs: z.number(),
  /** Unsaved configuration files: absolute path, whole content, and the version on disk that it was made from. */
  files: z.array(z.object({ path: z.string(), base64: z.string(), baseVersion: z.string().nullable() })),
  /** Modules that were being typed. */
  drafts: z.array(z.object({ path: z.string(), text: z.string() })),
});

export interface UnsavedWork {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array; readonly baseVersion: string | null }[];
  readonly drafts: readonly { readonly path: string; readonly text: string }[];
}

export interface JournalEntry extends UnsavedWork {
  readonly wallMs: number;
}

export interface WorkJournalOptions {
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stateFolder: string;
  readonly showPath: string;
  /** Tells several journals of one show apart. */
  readonly kind: 'current' | 'leftover';
  /** Nothing is read or written: nobody edits here. */
  readonly isOff: boolean;
}

/**
 * Unsaved work of one show in the user's state folder, so that it survives the end of the process in any way. Writing follows
 * each change at once; while one write runs, only the newest of what comes meanwhile is written after it.
 */
export class WorkJournal {
  private readonly path: string;
  private readonly folder: string;
  private next: UnsavedWork | undefined;
  private running: Promise<void> | undefined;
  private hasReportedFailure = false;

  constructor(private readonly options: WorkJournalOptions) {
    this.folder = join(options.stateFolder, 'journals');
    this.path = join(this.folder, `${showKey(options.showPath)}.${options.kind}.json`);
  }

  read(): JournalEntry | undefined {
    if (this.options.isOff) return undefined;
    const entry = readJson(this.options.files, this.path, journalSchema);
    if (!entry || entry.showPath !== this.options.showPath) return undefined;
    return {
      wallMs: entry.wallMs,
      drafts: entry.drafts,
      files: entry.files.map(({ path, base64, baseVersion }) => ({
        path,
        baseVersion,
        bytes: new Uint8Array(Buffer.from(base64, 'base64')),
      })),
    };
  }

  /** Nothing unsaved removes the journal. Never fails; a disk that refuses is logged once. */
  keep(work: UnsavedWork): void {
    if (this.options.isOff) return;
    this.next = work;
    this.running ??= this.writeAll();
  }

  /** Resolves when everything kept so far is on disk. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async writeAll(): Promise<void> {
    while (this.next) {
      const work = this.next;
      this.next = undefined;
      await this.write(work);
    }
    this.running = undefined;
  }

  private async write(work: UnsavedWork): Promise<void> {
    const { files, clock, showPath, logger } = this.options;
    if (work.files.length === 0 && work.drafts.length === 0) {
      await files.remove(this.path);
      return;
    }
    const entry: z.infer<typeof journalSchema> = {
      showPath,
      wallMs: clock.wallMs(),
      files: work.files.map(({ path, bytes, baseVersion }) => ({ path, baseVersion, base64: Buffer.from(bytes).toString('base64') })),
      drafts: [...work.drafts],
    };
    await files.makeFolder(this.folder);
    const written = await writeAtomically(files, this.path, new TextEncoder().encode(JSON.stringify(entry)));
    if (!written.ok && !this.hasReportedFailure) {
      this.hasReportedFailure = true;
      logger.log('warning', 'session', `Unsaved work would not survive a crash: ${written.error.message}`);
    }
  }
}
