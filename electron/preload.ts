/** Runs isolated in each window and gives the page the little that `DesktopHost` names. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { type DesktopHost, linkMessageType, type MenuCommand } from '../core/contract/desktopHost.ts';
import type { MainMessages, RequestCall } from './contract.ts';

const request: RequestCall = async (channel, ...args) => {
  await ipcRenderer.invoke(channel, ...args);
};

function onMessage<C extends keyof MainMessages>(
  channel: C,
  listener: (event: IpcRendererEvent, ...args: MainMessages[C]) => void,
): () => void {
  ipcRenderer.on(channel, listener);
  return () => {
    ipcRenderer.removeListener(channel, listener);
  };
}

const host: DesktopHost = {
  platform: platformOf(process.platform),
  connect: () => {
    request('link:connect').catch((error: unknown) => console.error(error));
  },
  onMenuCommand: (listener: (command: MenuCommand) => void) => onMessage('menu:command', (_event, command) => listener(command)),
  openShow: () => request('show:open'),
  newShow: () => request('show:new'),
  saveShowAs: () => request('show:saveAs'),
  revealFile: (path) => request('file:reveal', path),
};

// A port can't cross the context bridge; a message of the window to itself carries it.
onMessage('link:port', (event) => window.postMessage({ type: linkMessageType }, '*', event.ports));

contextBridge.exposeInMainWorld('patchmonster', host);

function platformOf(platform: string): DesktopHost['platform'] {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}
