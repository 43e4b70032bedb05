/**
 * What the desktop shell gives to a page, as `window.patchmonster`; a plain browser has none of it.
 * Messages of the show itself never pass here: they go over the port that `connect` asks for (see `clientLink.ts`).
 */
export interface DesktopHost {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /**
   * Asks for a new link to this window's show. The port arrives as a message event of the window itself, with `linkMessageType`
   * as `data.type` and one port; a link that the page had before is closed.
   */
  connect(): void;
  /** Calls back for each menu entry that the page carries out. Returns the way to unsubscribe. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** Asks for a show with the system's dialog and opens it in a window of its own. */
  openShow(): Promise<void>;
  newShow(): Promise<void>;
  /** Writes this window's show, unsaved edits too, to another place and opens it from there. */
  saveShowAs(): Promise<void>;
  /** Shows a file of this window's show in the file manager. */
  revealFile(path: string): Promise<void>;
}

export const linkMessageType = 'patchmonster:link';

export const menuCommands = ['save', 'undo', 'redo', 'find', 'commands'] as const;
export type MenuCommand = (typeof menuCommands)[number];
