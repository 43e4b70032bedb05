import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import { normalisePath } from '../../show/paths.ts';
import { settingsPath } from '../../show/settings.ts';
import type { SerialQueue } from '../SerialQueue.ts';
import type { ShowState } from '../show/ShowState.ts';
import type { ExternalChanges } from './ExternalChanges.ts';
import type { FileSystem } from './FileSystem.ts';
import { FileWatcher } from './FileWatcher.ts';
import { readSettings } from './readSettings.ts';

export interface DiskWatchOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly system: FileSystem;
  readonly state: ShowState;
  readonly external: ExternalChanges;
  readonly queue: SerialQueue;
  /** Other run settings were taken over: run the show with them. Returns the difference in words. */
  readonly onDidChangeSettings: () => readonly string[];
}

/** Looks at the files that the show consists of, and takes over what others save. */
export class DiskWatch implements Disposable {
  private readonly store = new DisposableStore();
  private readonly watcher: FileWatcher;
  private isClosed = false;

  constructor(private readonly options: DiskWatchOptions) {
    const { system, clock } = options;
    this.watcher = this.store.add(new FileWatcher({ files: system, clock, onMayHaveChanged: (paths) => void this.look(paths) }));
    this.refresh();
  }

  /** The show may consist of other files now. */
  refresh(): void {
    const { model, modules, helperPaths } = this.options.state.evaluated;
    this.watcher.watch([...model.files, ...modules.keys(), ...helperPaths, this.settingsPath]);
  }

  dispose(): void {
    this.isClosed = true;
    this.store.dispose();
  }

  private get settingsPath(): string {
    return settingsPath(this.options.state.document.mainPath);
  }

  private look(seenPaths: readonly string[]): Promise<void> {
    const paths = seenPaths.map(normalisePath);
    return this.options.queue.run(async () => {
      if (this.isClosed) return;
      if (paths.includes(this.settingsPath)) this.lookAtSettings();
      for (const path of paths) await this.options.external.look(path);
    });
  }

  private lookAtSettings(): void {
    const { state, system, logger, onDidChangeSettings } = this.options;
    const settings = readSettings(system, state.document.mainPath);
    if (JSON.stringify(settings) === JSON.stringify(state.settings)) return;
    for (const { message } of settings.problems) logger.log('warning', 'settings', message);
    state.takeSettings(settings);
    const lines = onDidChangeSettings();
    logger.log('info', 'settings', `The run settings were changed on disk and count now. ${lines.join(' ')}`.trimEnd());
  }
}
