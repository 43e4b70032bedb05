import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, dialog, type MenuItemConstructorOptions, screen, shell } from 'electron';
import { stackOf } from '../core/base/errorText.ts';
import type { Logger } from '../core/base/logger.ts';
import { systemClock } from '../core/base/systemClock.ts';
import type { RequestHandlers } from './contract.ts';
import { fileOfShow } from './fileOfShow.ts';
import { type MenuActions, menuTemplate } from './menu.ts';
import { OpenShows } from './openShows.ts';
import { PlaceMemory } from './placeMemory.ts';
import { PowerSave } from './powerSave.ts';
import { RecentShows } from './recentShows.ts';
import { report } from './reportLines.ts';
import type { RunningShow } from './runningShow.ts';
import { openRunningShow } from './sessionHost.ts';
import { ask } from './showDialogs.ts';
import { ShowOpener } from './showOpener.ts';
import { ShowWindow } from './showWindow.ts';
import { TrayIcon } from './trayIcon.ts';
import { openingPlace, type Rectangle } from './windowPlace.ts';

export interface DesktopAppOptions {
  /** Folder of built files that workers load. */
  readonly distFolder: string;
  /** Folder of icons, `<pixels>x<pixels>.png`. */
  readonly icons: string;
  readonly examples: string;
  readonly preload: string;
  readonly userFolder: string;
  readonly logger: Logger;
}

/** A second window does not hide the first. */
const besideOpenWindowPx = 32;

/** The life of the desktop app: what it does when it starts, comes forward, loses its windows, quits. */
export class DesktopApp {
  readonly requestHandlers: RequestHandlers<ShowWindow>;
  private readonly shows: OpenShows<ShowWindow>;
  private readonly recent: RecentShows;
  private readonly places: PlaceMemory;
  private readonly opener: ShowOpener;
  private readonly tray: TrayIcon;
  private readonly powerSave = new PowerSave();
  private setMenu: (template: MenuItemConstructorOptions[]) => void = () => {};
  private hasReportedReady = false;
  private isQuitting = false;

  constructor(private readonly options: DesktopAppOptions) {
    const { examples, userFolder, logger } = options;
    this.recent = new RecentShows(path.join(userFolder, 'recent-shows.json'), logger);
    this.places = new PlaceMemory(path.join(userFolder, 'window-place.json'), systemClock, logger);
    this.shows = new OpenShows({
      identify: realPathOf,
      openShow: (showPath) => openRunningShow(showPath, { distFolder: options.distFolder, ownFolder: userFolder, logger }),
      openWindow: (show, onCloseAsked) => this.openWindow(show, onCloseAsked),
      ask: (window) => (question) => ask(window?.browserWindow, question),
      onDidChange: () => this.update(),
      logger,
    });
    this.opener = new ShowOpener({
      shows: this.shows,
      recent: this.recent,
      examples,
      userFolder,
      onDidChangeRecent: () => this.updateMenu(),
    });
    this.tray = new TrayIcon(this.iconOf(32), {
      showWindow: (show) => this.shows.showWindowOf(show),
      stop: (show) => this.run(this.shows.close(show)),
      quit: () => app.quit(),
    });
    this.requestHandlers = {
      'link:connect': (window) => window.connect(),
      'show:open': ({ browserWindow }) => this.opener.openWithDialog(browserWindow),
      'show:new': ({ browserWindow }) => this.opener.makeWithDialog(browserWindow),
      'show:saveAs': ({ show, browserWindow }) => this.opener.saveAsWithDialog(show, browserWindow),
      'file:reveal': ({ show }, file) => shell.showItemInFolder(fileOfShow(show.files, file)),
    };
  }

  /** The menu bar as it should be, now and after each change. */
  onMenuChange(listener: (template: MenuItemConstructorOptions[]) => void): void {
    this.setMenu = listener;
    this.updateMenu();
  }

  start(showPath: string | undefined): void {
    this.run(this.opener.openFirst(showPath));
  }

  /** Somebody started the app again, or clicked its icon. */
  comeForward(showPath: string | undefined): void {
    const [background] = this.shows.showsWithoutWindow;
    const [window] = this.shows.windows;
    if (showPath !== undefined) this.run(this.opener.open(showPath, undefined));
    else if (background) this.shows.showWindowOf(background);
    else if (window) window.bringToFront();
    else if (app.isReady()) this.start(undefined);
  }

  windowOf(browserWindow: BrowserWindow | null): ShowWindow | undefined {
    return this.shows.windows.find((window) => window.browserWindow === browserWindow);
  }

  /** Without a show there is nothing to stay for, except on macOS, where an app stays in the dock. */
  quitWhenIdle(): void {
    if (this.shows.isEmpty && process.platform !== 'darwin') app.quit();
  }

  /** False while something is open: then it is closed first, with its questions, and the app quits by itself afterwards. */
  mayQuit(): boolean {
    if (this.shows.isEmpty) return true;
    if (!this.isQuitting) {
      this.isQuitting = true;
      this.run(this.quitAfterClosing());
    }
    return false;
  }

  /** Stops all shows and ends, without a question: the terminal or the system said so. */
  stopAtOnce(): void {
    report('ended');
    this.shows.disposeAll().then(
      () => app.exit(0),
      () => app.exit(1),
    );
  }

  private openWindow(show: RunningShow, onCloseAsked: () => void): ShowWindow {
    const { preload, logger } = this.options;
    const window = new ShowWindow({
      show,
      preload,
      icon: this.iconOf(256),
      place: openingPlace(this.places.last, workAreas(), this.shows.windows.length * besideOpenWindowPx),
      logger,
      onMoved: (place) => this.places.note(place),
      onCloseAsked: () => {
        this.places.save();
        onCloseAsked();
      },
      onReady: () => this.reportReady(),
      onHopeless: () =>
        dialog.showErrorBox(
          'The window can’t be shown',
          'Its page crashed again and again. The show goes on; close the window and open it again.',
        ),
    });
    this.run(window.load());
    return window;
  }

  private reportReady(): void {
    if (this.hasReportedReady) return;
    this.hasReportedReady = true;
    report('ready');
  }

  private async quitAfterClosing(): Promise<void> {
    const isAllClosed = await this.shows.closeAll().finally(() => {
      this.isQuitting = false;
    });
    if (isAllClosed) app.quit();
  }

  private update(): void {
    this.tray.update(this.shows.showsWithoutWindow);
    this.powerSave.update(this.shows.shows.some((show) => show.isRunning));
    if (this.shows.wasOpened) this.quitWhenIdle();
  }

  private updateMenu(): void {
    this.setMenu(menuTemplate(this.menuActions(), this.recent.paths, process.platform));
  }

  private menuActions(): MenuActions {
    const front = () => this.windowOf(BrowserWindow.getFocusedWindow()) ?? this.shows.windows[0];
    const parent = () => front()?.browserWindow;
    return {
      newShow: () => this.run(this.opener.makeWithDialog(parent())),
      openShow: () => this.run(this.opener.openWithDialog(parent())),
      openRecent: (showPath) => this.run(this.opener.open(showPath, parent())),
      clearRecent: () => this.run(this.recent.clear().then(() => this.updateMenu())),
      openExample: () => this.run(this.opener.openExample(parent())),
      saveAs: () => {
        const window = front();
        if (window) this.run(this.opener.saveAsWithDialog(window.show, window.browserWindow));
      },
      closeWindow: () => parent()?.close(),
      command: (command) => front()?.send('menu:command', command),
    };
  }

  private iconOf(pixels: number): string {
    return path.join(this.options.icons, `${pixels}x${pixels}.png`);
  }

  /** For what happens on its own: a failure is logged, and the rest goes on. */
  private run(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.options.logger.log('error', 'window', stackOf(error));
    });
  }
}

/** The main screen first. */
function workAreas(): readonly Rectangle[] {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea);
}

async function realPathOf(showPath: string): Promise<string> {
  try {
    return await realpath(showPath);
  } catch {
    // What can't be resolved can't be opened either, which the session says better.
    return path.resolve(showPath);
  }
}
