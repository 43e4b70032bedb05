import type { Result } from '../../base/result.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FileFault } from './FileSystem.ts';

/** A sidecar that is there and can't be read is not the same as none. */
export function unreadableSidecar(bytes: Result<Uint8Array, FileFault>, code: string, consequence: string): Problem[] {
  if (bytes.ok || bytes.error.code === 'ENOENT') return [];
  return [{ code, severity: 'warning', message: `${bytes.error.message} ${consequence}` }];
}
