import path from 'node:path';
import { BrowserWindow, MessageChannelMain, shell } from 'electron';
import { DisposableStore } from '../core/base/disposable.ts';
import type { Logger } from '../core/base/logger.ts';
import { appOrigin } from './appFiles.ts';
import type { MainMessages } from './contract.ts';
import { CrashCounter } from './crashCounter.ts';
import { linkOverPort } from './portLink.ts';
import type { RunningShow } from './runningShow.ts';
import { type OpeningPlace, smallestWindow, type WindowPlace } from './windowPlace.ts';

export interface ShowWindowOptions {
  readonly show: RunningShow;
  readonly preload: string;
  readonly icon: string;
  readonly place: OpeningPlace;
  readonly logger: Logger;
  /** It was moved, resized or maximized, and stands there now. */
  readonly onMoved: (place: WindowPlace) => void;
  /** The window was asked to close and did not: `destroy` closes it. */
  readonly onCloseAsked: () => void;
  /** The page can be seen for the first time. */
  readonly onReady: () => void;
  /** The page died again and again; it is not loaded any more. */
  readonly onHopeless: () => void;
}

/** The window of one show. It may come and go while the show runs. */
export class ShowWindow {
  readonly show: RunningShow;
  readonly browserWindow: BrowserWindow;
  private readonly whileOpen = new DisposableStore();
  private link: DisposableStore | undefined;

  constructor(private readonly options: ShowWindowOptions) {
    const { show, preload, icon } = options;
    const { isMaximized, ...bounds } = options.place;
    this.show = show;
    this.browserWindow = new BrowserWindow({
      ...bounds,
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      show: false,
      backgroundColor: '#11151c',
      icon,
      webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, spellcheck: false },
    });
    this.browserWindow.once('ready-to-show', () => {
      if (isMaximized) this.browserWindow.maximize();
      this.browserWindow.show();
      options.onReady();
    });
    this.browserWindow.on('close', (event) => {
      event.preventDefault();
      options.onCloseAsked();
    });
    this.browserWindow.on('closed', () => this.forget());
    this.browserWindow.on('resize', () => this.tellPlace());
    this.browserWindow.on('move', () => this.tellPlace());
    // The title says what the show is, whatever the page calls itself.
    this.browserWindow.on('page-title-updated', (event) => event.preventDefault());
    this.keepInside();
    this.reloadAfterCrash();
    this.whileOpen.add(show.onDidChange(() => this.showTitle()));
    this.showTitle();
  }

  async load(): Promise<void> {
    await this.browserWindow.loadURL(`${appOrigin}/index.html`);
  }

  /** Gives the page a fresh link to the show and closes the one that it had. */
  connect(): void {
    this.disconnect();
    const { port1, port2 } = new MessageChannelMain();
    const link = new DisposableStore();
    const port = linkOverPort(port1, this.options.logger);
    link.add({ dispose: () => port1.close() });
    link.add(this.options.show.attachClient(port));
    port1.start();
    this.link = link;
    this.browserWindow.webContents.postMessage('link:port', undefined, [port2]);
  }

  send<C extends keyof MainMessages>(channel: C, ...args: MainMessages[C]): void {
    this.browserWindow.webContents.send(channel, ...args);
  }

  bringToFront(): void {
    if (this.browserWindow.isMinimized()) this.browserWindow.restore();
    this.browserWindow.show();
    this.browserWindow.focus();
  }

  destroy(): void {
    this.browserWindow.destroy();
  }

  private tellPlace(): void {
    const { x, y, width, height } = this.browserWindow.getNormalBounds();
    this.options.onMoved({ x, y, width, height, isMaximized: this.browserWindow.isMaximized() });
  }

  private forget(): void {
    this.disconnect();
    this.whileOpen.dispose();
  }

  private disconnect(): void {
    this.link?.dispose();
    this.link = undefined;
  }

  /** The page stays the page: it goes nowhere and opens nothing; links to the web open in the user's browser. */
  private keepInside(): void {
    const contents = this.browserWindow.webContents;
    contents.setWindowOpenHandler(({ url }) => {
      if (url.startsWith('https://')) this.openInBrowser(url);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${appOrigin}/`)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  }

  private openInBrowser(url: string): void {
    shell.openExternal(url).catch((error: unknown) => {
      this.options.logger.log('warning', 'window', `${url} could not be opened in a browser: ${String(error)}`);
    });
  }

  private reloadAfterCrash(): void {
    const crashes = new CrashCounter(3, 60_000);
    this.browserWindow.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      this.disconnect();
      this.options.logger.log('error', 'window', `The window's page died (${reason}); the show goes on.`);
      if (crashes.isTooMany(performance.now())) this.options.onHopeless();
      else this.browserWindow.webContents.reload();
    });
  }

  private showTitle(): void {
    const { show } = this.options;
    this.browserWindow.setTitle(`${show.isDirty ? '• ' : ''}${show.title} – PatchMonster`);
    this.browserWindow.setDocumentEdited(show.isDirty);
    this.browserWindow.setRepresentedFilename(path.normalize(show.path));
  }
}
