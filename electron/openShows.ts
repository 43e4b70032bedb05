/** All shows that are open in this process, with or without a window. Knows Electron only through what it is given. */
import type { Logger } from '../core/base/logger.ts';
import { ok, type Result } from '../core/base/result.ts';
import { type Ask, decideClose } from './closeGuard.ts';
import type { RunningShow } from './runningShow.ts';

export interface OpenShowsOptions<W extends WindowOfShow> {
  /** The same string for all spellings of one file. */
  readonly identify: (showPath: string) => Promise<string>;
  readonly openShow: (showPath: string) => Promise<Result<RunningShow, string>>;
  /** The window asks `onCloseAsked` before it closes. */
  readonly openWindow: (show: RunningShow, onCloseAsked: () => void) => W;
  readonly ask: (window: W | undefined) => Ask;
  /** Shows came, went, changed, got or lost a window. */
  readonly onDidChange: () => void;
  readonly logger: Logger;
}

export interface WindowOfShow {
  bringToFront(): void;
  destroy(): void;
}

interface Entry<W> {
  readonly key: string;
  readonly show: RunningShow;
  window: W | undefined;
  /** A question about closing it stands on the screen. */
  isClosing: boolean;
}

export class OpenShows<W extends WindowOfShow> {
  private readonly entries = new Map<string, Entry<W>>();
  private readonly opening = new Map<string, Promise<Result<void, string>>>();

  private hasOpened = false;

  constructor(private readonly options: OpenShowsOptions<W>) {}

  get shows(): readonly RunningShow[] {
    return [...this.entries.values()].map((entry) => entry.show);
  }

  /** Nothing is open or about to be. */
  get isEmpty(): boolean {
    return this.entries.size === 0 && this.opening.size === 0;
  }

  /** Whether there ever was a show in this process. */
  get wasOpened(): boolean {
    return this.hasOpened;
  }

  /** Running shows that nobody sees at present. */
  get showsWithoutWindow(): readonly RunningShow[] {
    return [...this.entries.values()].filter((entry) => !entry.window).map((entry) => entry.show);
  }

  get windows(): readonly W[] {
    return [...this.entries.values()].flatMap((entry) => (entry.window ? [entry.window] : []));
  }

  /** Opens a show in a window of its own; one that is open already comes to the front. Fails with a sentence. */
  async open(showPath: string): Promise<Result<void, string>> {
    const key = await this.options.identify(showPath);
    const already = this.opening.get(key);
    if (already) return already;
    const opening = this.openNow(key, showPath).finally(() => this.opening.delete(key));
    this.opening.set(key, opening);
    return opening;
  }

  showWindowOf(show: RunningShow): void {
    const entry = this.entryOf(show);
    if (entry) this.bringToFront(entry);
  }

  /** Asks what closing means for this show and does it. True when its window is gone. */
  async close(show: RunningShow): Promise<boolean> {
    const entry = this.entryOf(show);
    if (!entry) return true;
    if (entry.isClosing) return false;
    entry.isClosing = true;
    try {
      return await this.closeAsDecided(entry);
    } finally {
      entry.isClosing = false;
    }
  }

  /** Stops a show without a question and opens another file in its place. */
  async replace(show: RunningShow, showPath: string): Promise<Result<void, string>> {
    const entry = this.entryOf(show);
    const key = await this.options.identify(showPath);
    // The other one counts as opening from here on, so that nobody takes the app for idle in between.
    const opening = (async () => {
      if (entry) await this.stop(entry);
      return this.openNow(key, showPath);
    })().finally(() => this.opening.delete(key));
    this.opening.set(key, opening);
    return opening;
  }

  /** Closes one show after the other until someone says no. True when nothing is open any more. */
  async closeAll(): Promise<boolean> {
    for (const show of this.shows) {
      if (!(await this.close(show))) return false;
    }
    return this.entries.size === 0;
  }

  /** Stops everything without a question. */
  async disposeAll(): Promise<void> {
    await Promise.all([...this.entries.values()].map((entry) => this.stop(entry)));
  }

  private async openNow(key: string, showPath: string): Promise<Result<void, string>> {
    const existing = this.entries.get(key);
    if (existing) {
      this.bringToFront(existing);
      return ok(undefined);
    }
    const opened = await this.options.openShow(showPath);
    if (!opened.ok) return opened;
    const entry: Entry<W> = { key, show: opened.value, window: undefined, isClosing: false };
    this.entries.set(key, entry);
    this.hasOpened = true;
    entry.show.onDidChange(() => this.options.onDidChange());
    this.bringToFront(entry);
    return ok(undefined);
  }

  private bringToFront(entry: Entry<W>): void {
    if (entry.window) entry.window.bringToFront();
    else entry.window = this.options.openWindow(entry.show, () => this.closeInBackground(entry.show));
    this.options.onDidChange();
  }

  private closeInBackground(show: RunningShow): void {
    this.close(show).catch((error: unknown) => {
      this.options.logger.log('error', 'window', `“${show.title}” could not be closed: ${String(error)}`);
    });
  }

  private async closeAsDecided(entry: Entry<W>): Promise<boolean> {
    const decision = await decideClose(entry.show, this.options.ask(entry.window));
    if (decision === 'cancel') return false;
    if (decision === 'keepRunning') {
      this.closeWindow(entry);
      this.options.onDidChange();
    } else {
      await this.stop(entry);
    }
    return true;
  }

  private async stop(entry: Entry<W>): Promise<void> {
    this.closeWindow(entry);
    try {
      await entry.show.dispose();
    } catch (error) {
      this.options.logger.log('error', 'window', `“${entry.show.title}” did not stop cleanly: ${String(error)}`);
    }
    this.entries.delete(entry.key);
    this.options.onDidChange();
  }

  private closeWindow(entry: Entry<W>): void {
    entry.window?.destroy();
    entry.window = undefined;
  }

  private entryOf(show: RunningShow): Entry<W> | undefined {
    return [...this.entries.values()].find((entry) => entry.show === show);
  }
}
