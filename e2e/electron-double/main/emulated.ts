/** Everything that stands in for the `electron` module, by Electron's names. Whatever is missing fails when it is used. */
import { strict } from '../shared/strict.ts';
import { app } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';
import { ipcMain } from './ipcMain.ts';
import { Menu, MenuItem } from './menu.ts';
import { MessageChannelMain } from './messagePorts.ts';
import { protocol, session } from './session.ts';
import { dialog, powerSaveBlocker, screen, shell, Tray } from './system.ts';

export const emulated = strict('electron', {
  app,
  BrowserWindow: strict('BrowserWindow', BrowserWindow),
  dialog,
  ipcMain: strict('ipcMain', ipcMain),
  Menu: strict('Menu', Menu),
  MenuItem,
  MessageChannelMain,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray: strict('Tray', Tray),
});
