import { type FSWatcher, watch } from 'node:fs';
import { dirname, normalize } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { FileSystem } from './FileSystem.ts';

/** Editors save in several steps (truncate and write, or delete and rename): look when they are done. */
const settleMs = 120;
/** The system's notices don't cover network disks and some containers; looking at a few dozen dates costs nothing. */
const pollPeriodMs = 2_000;

export interface FileWatcherOptions {
  readonly files: FileSystem;
  readonly clock: Clock;
  /** These files may have changed, appeared or gone; the listener compares contents. */
  readonly onMayHaveChanged: (paths: readonly string[]) => void;
}

/** Notices changes of files that others make. Folders are watched, so that a file that is replaced or comes back is seen. */
export class FileWatcher implements Disposable {
  private readonly folders = new Map<string, FSWatcher | undefined>();
  private readonly stamps = new Map<string, string>();
  private readonly poller: Disposable;
  private settleTimer: Disposable | undefined;

  constructor(private readonly options: FileWatcherOptions) {
    this.poller = options.clock.every(pollPeriodMs, () => this.look());
  }

  /** Replaces the set of watched files. */
  watch(paths: Iterable<string>): void {
    const wanted = new Set([...paths].map((path) => normalize(path)));
    for (const path of this.stamps.keys()) if (!wanted.has(path)) this.stamps.delete(path);
    for (const path of wanted) if (!this.stamps.has(path)) this.stamps.set(path, this.stampOf(path));
    const folders = new Set([...wanted].map((path) => dirname(path)));
    for (const [folder, watcher] of this.folders) {
      if (folders.has(folder)) continue;
      watcher?.close();
      this.folders.delete(folder);
    }
    for (const folder of folders) if (!this.folders.has(folder)) this.folders.set(folder, this.watchFolder(folder));
  }

  dispose(): void {
    this.poller.dispose();
    this.settleTimer?.dispose();
    for (const watcher of this.folders.values()) watcher?.close();
    this.folders.clear();
    this.stamps.clear();
  }

  private watchFolder(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.lookSoon());
      // A folder that goes away, or too many watches: polling goes on.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      // No notices for this folder; polling does it.
      return undefined;
    }
  }

  private lookSoon(): void {
    this.settleTimer?.dispose();
    this.settleTimer = this.options.clock.after(settleMs, () => this.look());
  }

  private look(): void {
    const changed: string[] = [];
    for (const [path, stamp] of this.stamps) {
      const now = this.stampOf(path);
      if (now === stamp) continue;
      this.stamps.set(path, now);
      changed.push(path);
    }
    if (changed.length > 0) this.options.onMayHaveChanged(changed);
  }

  private stampOf(path: string): string {
    const facts = this.options.files.facts(path);
    return facts.ok ? `${facts.value.modifiedMs} ${facts.value.sizeBytes} ${facts.value.kind}` : facts.error.code;
  }
}
