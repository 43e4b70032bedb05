import { isAbsolute } from 'node:path';
import type { ClientRequest, ExportReply } from '../../contract/clientLink.ts';
import type { ProtocolCatalog } from '../../contract/protocol.ts';
import { exportShow } from '../../show/export/exportShow.ts';
import { formatLayout } from '../../show/layout.ts';
import { normalisePath } from '../../show/paths.ts';
import { formatSettings } from '../../show/settings.ts';
import { bundlePaths, writeBundle } from '../export/writeBundle.ts';
import type { FileSystem } from '../files/FileSystem.ts';
import type { ShowState } from '../show/ShowState.ts';

export interface ExportContext {
  readonly state: ShowState;
  readonly catalog: ProtocolCatalog;
  readonly system: FileSystem;
}

export type ExportWish = Pick<Extract<ClientRequest, { method: 'export' }>, 'target' | 'folder' | 'mayOverwrite' | 'isPreview'>;

/** Writes what is open now, unsaved changes too, as a bundle for another machine. */
export async function exportBundle(wish: ExportWish, { state, catalog, system }: ExportContext): Promise<ExportReply> {
  if (!isAbsolute(wish.folder)) return { ok: false, message: 'Choose a folder by its whole path.' };
  const { model, modules } = state.evaluated;
  const { settings } = state;
  const exported = exportShow(
    {
      model,
      catalog,
      modules,
      settings: settings.values,
      layoutText: Object.keys(state.layout.nodes).length > 0 ? formatLayout(state.layout) : undefined,
      settingsText: settings.isFromFile ? formatSettings(settings.values) : undefined,
    },
    wish.target,
  );
  const { report } = exported;
  const files = [...exported.files].map(([path, bytes]) => ({ path, bytes }));
  if (wish.isPreview) return { ok: true, files: bundlePaths(files, wish.folder), report };
  const own = ownFileAmong(bundlePaths(files, wish.folder), state, system);
  if (own !== undefined) return { ok: false, message: `"${own}" is a file of the show itself; choose another folder.` };
  const written = await writeBundle(system, files, wish.folder, wish.mayOverwrite);
  return written.ok ? { ok: true, files: written.value, report } : { ok: false, ...written.error };
}

/** A file of the show that would be replaced, whatever links lead to it. */
function ownFileAmong(paths: readonly string[], { document, evaluated }: ShowState, system: FileSystem): string | undefined {
  const realPath = (path: string) => {
    const real = system.realPath(path);
    return real.ok ? normalisePath(real.value) : undefined;
  };
  const own = new Set([...document.files.keys(), ...evaluated.modulePaths, ...evaluated.helperPaths].map(realPath));
  return paths.find((path) => {
    const real = realPath(path);
    return real !== undefined && own.has(real);
  });
}
