/** The parts of Electron that talk to the operating system. A test answers the dialogs; here nobody does. */
import { existsSync } from 'node:fs';
import { strict } from '../shared/strict.ts';
import { KnownEvents } from './events.ts';
import type { Menu } from './menu.ts';

const unanswered = (name: string) => (): never => {
  throw new Error(`electron double: dialog.${name} was called and the test gave no answer`);
};

export const dialog = strict('dialog', {
  showOpenDialog: unanswered('showOpenDialog'),
  showSaveDialog: unanswered('showSaveDialog'),
  showMessageBox: unanswered('showMessageBox'),
  showErrorBox: unanswered('showErrorBox'),
});

const opened = (name: string) => (): never => {
  throw new Error(`electron double: shell.${name} was called and the test did not expect it`);
};

export const shell = strict('shell', { openExternal: opened('openExternal'), showItemInFolder: opened('showItemInFolder') });

const workArea = { x: 0, y: 0, width: 1920, height: 1080 };
const onlyDisplay = { id: 1, workArea };

/** One screen, for good. */
export const screen = strict('screen', { getPrimaryDisplay: () => onlyDisplay, getAllDisplays: () => [onlyDisplay] });

const blockers = new Set<number>();
let nextBlockerId = 0;

export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type: string): number {
    if (type !== 'prevent-app-suspension' && type !== 'prevent-display-sleep') throw new TypeError(`Invalid type ${type}`);
    blockers.add(nextBlockerId);
    return nextBlockerId++;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
});

export const trayEvents = ['click'] as const;

export class Tray extends KnownEvents {
  #isDestroyed = false;

  constructor(image: string) {
    super('Tray', trayEvents);
    if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`);
  }

  setToolTip(_text: string): void {}

  setContextMenu(_menu: Menu | null): void {}

  popUpContextMenu(): void {}

  destroy(): void {
    this.#isDestroyed = true;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
}
