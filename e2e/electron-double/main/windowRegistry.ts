import type { BrowserWindow } from './browserWindow.ts';

let windows: BrowserWindow[] = [];
let isReady = false;
let onLastClosed: () => void = () => {};

/** What windows and the app know of each other. The last window of the list is in front. */
export const windowRegistry = {
  all: () => [...windows],
  add(window: BrowserWindow): void {
    windows.push(window);
  },
  remove(window: BrowserWindow): void {
    windows = windows.filter((one) => one !== window);
  },
  bringToFront(window: BrowserWindow): void {
    windows = [...windows.filter((one) => one !== window), window];
  },
  setReady(listener: () => void): void {
    isReady = true;
    onLastClosed = listener;
  },
  assertReady(): void {
    if (!isReady) throw new Error('Cannot create BrowserWindow before app is ready');
  },
  tellIfLast(): void {
    if (windows.length === 0) onLastClosed();
  },
};
