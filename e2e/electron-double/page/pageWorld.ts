/**
 * Runs in the page's own world before anything of the page: puts what the preload exposes on `window`, frozen, and asks the main
 * process about every window that the page would open. The browser itself must never open one: it would be seen, and closed too late.
 */
import { askToOpenEvent } from '../shared/wire.ts';
import { Bridge } from './bridge.ts';

if (window.top === window) {
  new Bridge('page', 'preload').onExposed((key, value) => {
    Object.defineProperty(window, key, { value: freezeDeep(value), enumerable: true, configurable: false, writable: false });
  });
  window.open = (url = 'about:blank', frameName = '') => askToOpen(String(url), frameName);
  // After the page's own listeners, which may have taken the click.
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
    if (event.defaultPrevented || link?.target !== '_blank') return;
    event.preventDefault();
    askToOpen(link.href, '');
  });
}

function askToOpen(url: string, frameName: string): null {
  const detail = { url: new URL(url, window.location.href).href, frameName };
  document.dispatchEvent(new CustomEvent(askToOpenEvent, { detail }));
  return null;
}

function freezeDeep(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freezeDeep);
    Object.freeze(value);
  }
  return value;
}
