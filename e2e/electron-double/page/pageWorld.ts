/** Runs in the page's own world before anything of the page: puts what the preload exposes on `window`, frozen. */
import { Bridge } from './bridge.ts';

if (window.top === window) {
  new Bridge('page', 'preload').onExposed((key, value) => {
    Object.defineProperty(window, key, { value: freezeDeep(value), enumerable: true, configurable: false, writable: false });
  });
}

function freezeDeep(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freezeDeep);
    Object.freeze(value);
  }
  return value;
}
