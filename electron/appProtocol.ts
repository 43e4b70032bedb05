import { protocol, type Session } from 'electron';
import { appScheme, respondWithFile } from './appFiles.ts';

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ]);
}

/** Serves the built page below `folder`, and refuses the page every permission that a browser could ask for. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(appScheme, (request) => respondWithFile(request, folder));
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isPermitted(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isPermitted(permission));
}

/** Copying is what an editor is for; everything else (camera, location, devices, ...) is refused. */
function isPermitted(permission: string): boolean {
  return permission === 'clipboard-sanitized-write' || permission === 'clipboard-read';
}
