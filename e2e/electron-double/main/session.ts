import { strict } from '../shared/strict.ts';
import { registerPrivileged, setHandler } from './schemeServers.ts';

let isAppReady = false;

/** Schemes can be declared before this and handled after it. */
export function sessionIsReady(): void {
  isAppReady = true;
}

type Handler = Parameters<typeof setHandler>[1];

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]): void {
    if (isAppReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of schemes) registerPrivileged(scheme);
  },
  handle(scheme: string, handler: Handler): void {
    if (!isAppReady) throw new Error('protocol.handle can only be called after the app is ready');
    setHandler(scheme, handler);
  },
});

/** The permission handlers are taken and never asked: headless Chromium refuses by itself. */
export const defaultSession = strict('session.defaultSession', {
  protocol,
  setPermissionRequestHandler(_handler: unknown): void {},
  setPermissionCheckHandler(_handler: unknown): void {},
});

export const session = strict('session', {
  get defaultSession() {
    if (!isAppReady) throw new Error('Session can only be received when app is ready');
    return defaultSession;
  },
});
