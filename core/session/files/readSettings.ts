import type { Result } from '../../base/result.ts';
import type { Problem } from '../../contract/problem.ts';
import { fileNameOf } from '../../show/paths.ts';
import { parseSettings, settingsPath } from '../../show/settings.ts';
import type { ShowSettings } from '../show/ShowState.ts';
import type { FileFault, FileSystem } from './FileSystem.ts';

/** The run settings of the sidecar as they are on disk now; the defaults without a file. */
export function readSettings(system: FileSystem, showPath: string): ShowSettings {
  const path = settingsPath(showPath);
  const bytes = system.read(path);
  const { settings, problems } = parseSettings(bytes.ok ? bytes.value : undefined, fileNameOf(path));
  const unreadable = unreadableSidecar(bytes, 'settings-invalid', 'The default settings are used.');
  return { values: settings, isFromFile: bytes.ok, problems: [...unreadable, ...problems] };
}

/** A sidecar that is there and can't be read is not the same as none. */
export function unreadableSidecar(bytes: Result<Uint8Array, FileFault>, code: string, consequence: string): Problem[] {
  if (bytes.ok || bytes.error.code === 'ENOENT') return [];
  return [{ code, severity: 'warning', message: `${bytes.error.message} ${consequence}` }];
}
