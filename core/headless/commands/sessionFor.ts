import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../base/result.ts';
import { protocols } from '../../roots/protocols.ts';
import { runtimeFiles } from '../../roots/runtimeFiles.ts';
import { type OpenSessionOptions, prepareSession } from '../../session/openSession.ts';
import type { Session } from '../../session/Session.ts';

/** A session with everything that this build brings along. */
export function sessionFor(options: Omit<OpenSessionOptions, 'files' | 'catalog'>): Promise<Result<Session, string>> {
  return prepareSession({ ...options, files: runtimeFiles(distFolder()), catalog: protocols });
}

/** The command is built into one file in `dist`. */
export function distFolder(): string {
  return dirname(fileURLToPath(import.meta.url));
}
