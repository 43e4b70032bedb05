import { fileNameOf } from '../../show/paths.ts';
import { parseSettings, settingsPath } from '../../show/settings.ts';
import type { ShowSettings } from '../show/ShowState.ts';
import type { FileSystem } from './FileSystem.ts';
import { unreadableSidecar } from './unreadableSidecar.ts';

/** The run settings of the sidecar as they are on disk now; the defaults without a file. */
export function readSettings(system: FileSystem, showPath: string): ShowSettings {
  const path = settingsPath(showPath);
  const bytes = system.read(path);
  const { settings, problems } = parseSettings(bytes.ok ? bytes.value : undefined, fileNameOf(path));
  const unreadable = unreadableSidecar(bytes, 'settings-invalid', 'The default settings are used.');
  return { values: settings, isFromFile: bytes.ok, problems: [...unreadable, ...problems] };
}
