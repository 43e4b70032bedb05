import path from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../core/contract/desktopHost.ts';

export interface MenuActions {
  readonly newShow: () => void;
  readonly openShow: () => void;
  readonly openRecent: (showPath: string) => void;
  readonly clearRecent: () => void;
  readonly openExample: () => void;
  readonly saveAs: () => void;
  readonly closeWindow: () => void;
  /** Carried out by the page of the front window. */
  readonly command: (command: MenuCommand) => void;
}

/** The menu bar. Entries that tests and other code reach have an id. */
export function menuTemplate(
  actions: MenuActions,
  recentShows: readonly string[],
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const command = (id: MenuCommand, label: string, accelerator: string): MenuItemConstructorOptions => ({
    id,
    label,
    accelerator,
    click: () => actions.command(id),
  });
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        { id: 'new', label: 'New Show…', accelerator: 'CmdOrCtrl+N', click: () => actions.newShow() },
        { id: 'open', label: 'Open Show…', accelerator: 'CmdOrCtrl+O', click: () => actions.openShow() },
        { id: 'recent', label: 'Open Recent', submenu: recentItems(actions, recentShows) },
        { id: 'example', label: 'Open Example', click: () => actions.openExample() },
        separator,
        command('save', 'Save', 'CmdOrCtrl+S'),
        { id: 'save-as', label: 'Save As…', accelerator: 'Shift+CmdOrCtrl+S', click: () => actions.saveAs() },
        separator,
        { id: 'close', label: 'Close Window', accelerator: 'CmdOrCtrl+W', click: () => actions.closeWindow() },
        ...(isMac ? [] : [{ id: 'quit', role: 'quit' } satisfies MenuItemConstructorOptions]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        command('undo', 'Undo', 'CmdOrCtrl+Z'),
        command('redo', 'Redo', 'Shift+CmdOrCtrl+Z'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        command('find', 'Find…', 'CmdOrCtrl+F'),
        command('commands', 'All Commands…', 'CmdOrCtrl+K'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        separator,
        { role: 'reload' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ];
}

function recentItems(actions: MenuActions, recentShows: readonly string[]): MenuItemConstructorOptions[] {
  if (recentShows.length === 0) return [{ label: 'No recent shows', enabled: false }];
  return [
    ...recentShows.map((showPath, index) => ({
      id: `recent-${index}`,
      label: `${path.basename(showPath)}  (${path.dirname(showPath)})`,
      click: () => actions.openRecent(showPath),
    })),
    { type: 'separator' },
    { id: 'clear-recent', label: 'Clear This List', click: () => actions.clearRecent() },
  ];
}
