import type { DesktopHost } from '../../core/contract/desktopHost.ts';

declare global {
  interface Window {
    /** Set by the preload of the desktop shell; a plain browser has none. */
    readonly patchmonster?: DesktopHost;
  }
}

export function desktopHost(page: Window): DesktopHost | undefined {
  return page.patchmonster;
}
