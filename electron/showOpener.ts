import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { exampleShow } from './exampleShow.mjs';
import type { OpenShows } from './openShows.ts';
import type { RecentShows } from './recentShows.ts';
import type { RunningShow } from './runningShow.ts';
import { ask, makeShow, pickNewPlace, pickShow } from './showDialogs.ts';
import type { ShowWindow } from './showWindow.ts';

export interface ShowOpenerOptions {
  readonly shows: OpenShows<ShowWindow>;
  readonly recent: RecentShows;
  readonly examples: string;
  readonly userFolder: string;
  readonly onDidChangeRecent: () => void;
}

type Parent = BrowserWindow | undefined;

/** All ways in which a show comes to be open. What can't be opened gets a sentence and a choice of what else to do. */
export class ShowOpener {
  constructor(private readonly options: ShowOpenerOptions) {}

  /** Opens the show that was asked for, else the one of last time, else the example. */
  async openFirst(showPath: string | undefined): Promise<void> {
    const { recent, onDidChangeRecent } = this.options;
    await recent.load();
    onDidChangeRecent();
    await this.open(showPath ?? recent.paths[0] ?? this.examplePath(), undefined);
  }

  async open(showPath: string, parent: Parent): Promise<void> {
    const { shows, recent, onDidChangeRecent } = this.options;
    const opened = await shows.open(showPath);
    if (opened.ok) {
      await this.remember(showPath);
      return;
    }
    await recent.remove(path.resolve(showPath));
    onDidChangeRecent();
    await this.tellNotOpened(showPath, opened.error, parent);
  }

  async openExample(parent: Parent): Promise<void> {
    await this.open(this.examplePath(), parent);
  }

  async openWithDialog(parent: Parent): Promise<void> {
    const showPath = await pickShow(parent);
    if (showPath !== undefined) await this.open(showPath, parent);
  }

  async makeWithDialog(parent: Parent): Promise<void> {
    const made = await makeShow(parent);
    if (!made.ok) dialog.showErrorBox('The show was not made', made.error);
    else if (made.value !== undefined) await this.open(made.value, parent);
  }

  /** Two copies of a show would quarrel about ports, so the new one takes the old one's place, or waits until it is opened. */
  async saveAsWithDialog(show: RunningShow, parent: Parent): Promise<void> {
    const target = await pickNewPlace(parent, show.path);
    if (target === undefined) return;
    if (path.resolve(target) === path.resolve(show.path)) {
      const saved = await show.save();
      if (!saved.ok) dialog.showErrorBox('The show was not saved', saved.error);
      return;
    }
    const written = await show.saveAs(target);
    if (!written.ok) {
      dialog.showErrorBox('The show was not saved', written.error);
      return;
    }
    const answer = await ask(parent, {
      message: `Saved as ${path.basename(target)}.`,
      detail: 'Going on with the copy restarts the show; that takes about a second.',
      buttons: ['Go on with the copy', 'Stay with this one'],
      defaultId: 0,
      cancelId: 1,
    });
    if (answer !== 0) return;
    const replaced = await this.options.shows.replace(show, target);
    if (replaced.ok) await this.remember(target);
    else await this.tellNotOpened(target, replaced.error, undefined);
  }

  private async remember(showPath: string): Promise<void> {
    app.addRecentDocument(showPath);
    await this.options.recent.add(path.resolve(showPath));
    this.options.onDidChangeRecent();
  }

  private async tellNotOpened(showPath: string, reason: string, parent: Parent): Promise<void> {
    process.stderr.write(`${reason}\n`);
    const answer = await ask(parent, {
      message: `${path.basename(showPath)} could not be opened.`,
      detail: reason,
      buttons: ['Open another show…', 'Open the example', 'Close'],
      defaultId: 0,
      cancelId: 2,
    });
    if (answer === 0) await this.openWithDialog(parent);
    else if (answer === 1) await this.openExample(parent);
    if (this.options.shows.isEmpty) app.quit();
  }

  private examplePath(): string {
    return exampleShow(this.options.examples, this.options.userFolder);
  }
}
