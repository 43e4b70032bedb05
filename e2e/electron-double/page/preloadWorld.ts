/** Runs in the isolated world of each page before anything of the page: gives the app's real preload what Electron would. */
import { strict } from '../shared/strict.ts';
import { askToOpenEvent, receiveFunctionName, sendBindingName, type ToMain, type ToPage } from '../shared/wire.ts';
import { Bridge } from './bridge.ts';
import { IpcRenderer, receiveFromMain } from './ipcRenderer.ts';

/** Called by the line that the main process puts behind this script. */
export function runPreload(source: string, platform: string): void {
  if (window.top !== window) return;
  document.addEventListener(askToOpenEvent, (event) => {
    if (event instanceof CustomEvent) toMain({ type: 'open', url: event.detail.url, frameName: event.detail.frameName });
  });
  const ipcRenderer = new IpcRenderer(toMain);
  Object.assign(globalThis, { [receiveFunctionName]: (text: string) => receiveFromMain(ipcRenderer, parse(text)) });
  const electron = strict('electron (preload)', {
    ipcRenderer: strict('ipcRenderer', ipcRenderer),
    contextBridge: strict('contextBridge', makeContextBridge()),
  });
  try {
    runAsModule(source, electron, { platform, versions: {}, contextIsolated: true, sandboxed: true, type: 'renderer' });
  } catch (error) {
    toMain({ type: 'preloadError', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

export function makeContextBridge() {
  const bridge = new Bridge('preload', 'page');
  const exposed = new Set<string>();
  return {
    exposeInMainWorld(key: string, api: unknown): void {
      if (exposed.has(key)) throw new Error('Cannot bind an API on top of an existing property on the window object');
      exposed.add(key);
      bridge.expose(key, api);
    },
  };
}

/** As in a sandboxed preload: one CommonJS file that can require Electron's part for it and nothing else. */
function runAsModule(source: string, electron: unknown, process: unknown): void {
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  new Function('require', 'module', 'exports', 'process', source)(require, module, module.exports, process);
}

function toMain(message: ToMain): void {
  const send: unknown = Reflect.get(globalThis, sendBindingName);
  if (typeof send !== 'function') throw new Error('electron double: this world has no way to the main process');
  send(JSON.stringify(message));
}

function parse(text: string): ToPage {
  return JSON.parse(text);
}
