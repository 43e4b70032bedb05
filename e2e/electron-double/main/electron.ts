/** What `import ... from 'electron'` finds in the app's main process. */
import { emulated } from './emulated.ts';

export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
} = emulated;
export default emulated;
