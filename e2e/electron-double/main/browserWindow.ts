import { existsSync } from 'node:fs';
import { strict } from '../shared/strict.ts';
import { emitPreventable, KnownEvents } from './events.ts';
import { adoptContents, destroyContents, loadContents, WebContents } from './webContents.ts';
import { windowRegistry } from './windowRegistry.ts';

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Options {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly icon?: string;
  readonly webPreferences?: {
    readonly preload?: string;
    readonly contextIsolation?: boolean;
    readonly nodeIntegration?: boolean;
    readonly sandbox?: boolean;
  };
}

export const browserWindowEvents = [
  'close',
  'closed',
  'focus',
  'hide',
  'move',
  'page-title-updated',
  'ready-to-show',
  'resize',
  'show',
] as const;

let nextWindowId = 1;

export class BrowserWindow extends KnownEvents {
  readonly id = nextWindowId++;
  readonly webContents: WebContents;
  readonly #contents: WebContents;
  readonly #self: BrowserWindow;
  #title: string;
  #isVisible: boolean;
  #isDestroyed = false;
  #isEdited = false;
  #isMaximized = false;
  #bounds: Bounds;
  #representedFile = '';

  static getAllWindows(): BrowserWindow[] {
    return windowRegistry.all();
  }

  static getFocusedWindow(): BrowserWindow | null {
    return (
      windowRegistry
        .all()
        .filter((window) => window.isVisible())
        .at(-1) ?? null
    );
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windowRegistry.all().find((window) => window.webContents === contents) ?? null;
  }

  constructor(options: Options = {}) {
    super('BrowserWindow', browserWindowEvents);
    windowRegistry.assertReady();
    assertIsolated(options.webPreferences);
    if (options.icon !== undefined && !existsSync(options.icon)) throw new Error(`electron double: there is no icon ${options.icon}`);
    this.#title = options.title ?? '';
    this.#isVisible = options.show ?? true;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    const contents = new WebContents(this.id, { width, height, preload: options.webPreferences?.preload }, () =>
      this.emit('ready-to-show'),
    );
    this.webContents = strict('webContents', contents);
    adoptContents(contents, this.webContents);
    this.#contents = contents;
    this.#self = strict('BrowserWindow', this);
    windowRegistry.add(this.#self);
    // biome-ignore lint/correctness/noConstructorReturn: everyone is to meet the strict object, never the bare one.
    return this.#self;
  }

  loadURL(url: string): Promise<void> {
    return loadContents(this.#contents, url);
  }

  show(): void {
    this.#isVisible = true;
    this.emit('show');
    this.focus();
  }

  hide(): void {
    this.#isVisible = false;
    this.emit('hide');
  }

  focus(): void {
    windowRegistry.bringToFront(this.#self);
    this.emit('focus');
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isDestroyed;
  }

  /** The page keeps its size: nothing of a window is on a screen here. */
  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }

  getBounds(): Bounds {
    return this.#bounds;
  }

  getNormalBounds(): Bounds {
    return this.#bounds;
  }

  maximize(): void {
    this.#isMaximized = true;
    this.emit('resize');
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  setDocumentEdited(isEdited: boolean): void {
    this.#isEdited = isEdited;
  }

  isDocumentEdited(): boolean {
    return this.#isEdited;
  }

  setRepresentedFilename(file: string): void {
    this.#representedFile = file;
  }

  getRepresentedFilename(): string {
    return this.#representedFile;
  }

  close(): void {
    if (!this.#isDestroyed && emitPreventable(this, 'close')) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    destroyContents(this.#contents);
    windowRegistry.remove(this.#self);
    this.emit('closed');
    windowRegistry.tellIfLast();
  }
}

function assertIsolated(preferences: Options['webPreferences']): void {
  const { contextIsolation = true, sandbox = true, nodeIntegration = false } = preferences ?? {};
  if (!contextIsolation || !sandbox || nodeIntegration) {
    throw new Error('electron double: only windows with context isolation and sandbox, without Node, are implemented');
  }
}
