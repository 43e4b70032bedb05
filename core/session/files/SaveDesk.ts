import { basename, dirname } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { SaveReply } from '../../contract/clientLink.ts';
import { equalBytes } from '../../show/escapedText.ts';
import { formatLayout, layoutPath } from '../../show/layout.ts';
import { joinPath, relativeTo } from '../../show/paths.ts';
import { settingsPath } from '../../show/settings.ts';
import type { ShowState } from '../show/ShowState.ts';
import type { ShowFiles } from './ShowFiles.ts';
import type { ShowLock } from './showLock.ts';
import { writeAtomically } from './writeAtomically.ts';

export interface SaveDeskOptions {
  readonly state: ShowState;
  readonly files: ShowFiles;
  readonly clock: Clock;
  readonly lock: ShowLock;
}

/** Writes the show to the disk, and knows why it can't. */
export class SaveDesk {
  constructor(private readonly options: SaveDeskOptions) {}

  /** Why nothing can be saved here now. */
  readOnlyReason(): string | undefined {
    const owner = this.options.lock.otherOwner();
    if (owner !== undefined) {
      return `This show is open in another window of PatchMonster (process ${owner}). Changes run here, but only that window can save them.`;
    }
    const { system } = this.options.files;
    const folder = dirname(this.options.state.document.mainPath);
    if (!system.canWrite(folder)) return `The folder "${basename(folder)}" is read-only. Changes run, but can't be saved here.`;
    const closed = this.options.state.configFiles().find(({ path }) => system.facts(path).ok && !system.canWrite(path));
    return closed ? `"${closed.displayPath}" is read-only. Changes run, but can't be saved here.` : undefined;
  }

  /** Writes every changed file. When one fails, those before it are saved and the message says which is not. */
  async save(): Promise<SaveReply> {
    const { state, files, clock, lock } = this.options;
    if (lock.otherOwner() === undefined) await lock.acquire();
    const reason = this.readOnlyReason();
    if (reason) return { ok: false, message: reason };
    for (const { path, displayPath, syntax } of state.dirtyFiles()) {
      const written = await files.write(path, syntax.bytes);
      if (!written.ok) return { ok: false, message: `"${displayPath}" was not saved, nothing of it is lost. ${written.error.message}` };
    }
    return { ok: true, wallMs: clock.wallMs() };
  }

  /**
   * Writes the whole show, unsaved changes too, beside a new main file. The main file may be replaced (the person chose it), and
   * its sidecars with it; no other file is.
   */
  async saveAs(mainPath: string): Promise<Result<void, string>> {
    const { state, files } = this.options;
    const { folder, mainPath: oldMain } = state.document;
    const targetFolder = dirname(mainPath);
    const contents = [...state.contents()].filter(([path]) => relativeTo(folder, path) !== path);
    const isReplacing = files.system.facts(mainPath).ok;
    const targets = contents.map(([path, bytes]) => ({
      path: path === oldMain ? mainPath : joinPath(targetFolder, relativeTo(folder, path)),
      bytes,
      mayReplace: path === oldMain,
    }));
    for (const { path, bytes } of this.sidecars(mainPath)) targets.push({ path, bytes, mayReplace: isReplacing });
    for (const { path, bytes, mayReplace } of targets) {
      const existing = files.system.read(path);
      if (!mayReplace && existing.ok && !equalBytes(existing.value, bytes))
        return fail(`"${path}" exists there already and is another file.`);
    }
    for (const { path, bytes } of targets) {
      const made = await files.system.makeFolder(dirname(path));
      const written = made.ok ? await writeAtomically(files.system, path, bytes) : made;
      if (!written.ok) return fail(`Not saved. ${written.error.message}`);
    }
    return ok(undefined);
  }

  /** Looks as they are open here, and run settings as they are on disk, for a main file of another name. */
  private sidecars(mainPath: string): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
    const { state, files } = this.options;
    const settings = files.system.read(settingsPath(state.document.mainPath));
    const hasLooks = Object.keys(state.layout.nodes).length > 0;
    return [
      ...(hasLooks ? [{ path: layoutPath(mainPath), bytes: new TextEncoder().encode(formatLayout(state.layout)) }] : []),
      ...(settings.ok ? [{ path: settingsPath(mainPath), bytes: settings.value }] : []),
    ];
  }
}
