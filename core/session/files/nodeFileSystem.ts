import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { encodeEscaped } from '../../show/escapedText.ts';
import { explainFault } from './explainFault.ts';
import type { FileFault, FileSystem, OpenFile } from './FileSystem.ts';

/** Larger files are no configuration and no module; reading them would only hold up the show. */
const maxReadBytes = 64 * 1024 * 1024;

export const nodeFileSystem: FileSystem = {
  read(path) {
    const facts = nodeFileSystem.facts(path);
    if (!facts.ok) return facts;
    if (facts.value.kind === 'folder') return fail(explainFault(path, withCode('EISDIR')));
    // A pipe or device would block or never end.
    if (facts.value.kind === 'other') return fail({ code: 'ENOTSUP', message: `"${path}" is not an ordinary file.` });
    if (facts.value.sizeBytes > maxReadBytes) return fail(explainFault(path, withCode('EFBIG')));
    return attempt(path, () => new Uint8Array(readFileSync(nameOf(path))));
  },
  facts: (path) =>
    attempt(path, () => {
      const stats = statSync(nameOf(path));
      const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
      return { kind, mode: stats.mode & 0o7777, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
    }),
  realPath: (path) => attempt(path, () => realpathSync(path)),
  canWrite: (path) => attempt(path, () => accessSync(nameOf(path), constants.W_OK)).ok,
  create: (path, mode) =>
    attemptAsync(path, async () => {
      const handle = await open(nameOf(path), 'wx', mode);
      // The process's umask may have taken bits away.
      await handle.chmod(mode);
      return openFile(path, handle);
    }),
  rename: (from, to) => attemptAsync(to, () => rename(nameOf(from), nameOf(to))),
  remove: (path) => attemptAsync(path, () => rm(nameOf(path), { force: true })),
  async makeFolder(path) {
    const made = await attemptAsync(path, () => makeFolder(path));
    // Said of a folder that is to be made, "it does not exist" would help nobody.
    if (made.ok || made.error.code !== 'ENOENT') return made;
    return fail({ code: 'ENOENT', message: `The folder "${basename(path)}" can't be made there.` });
  },
  async syncFolder(path) {
    const opened = await attemptAsync(path, () => open(nameOf(path), 'r'));
    if (!opened.ok) return;
    // Folders can't be synced on every system; the rename itself is done either way.
    await attemptAsync(path, () => opened.value.sync());
    await attemptAsync(path, () => opened.value.close());
  },
};

/** A configuration may name files that are not UTF-8: their bytes, which Node takes as such. */
function nameOf(path: string): Buffer {
  return Buffer.from(encodeEscaped(path));
}

/** With those above it. Node's own way never returns where the system says that a folder is missing which is there (`/proc`). */
async function makeFolder(path: string): Promise<void> {
  const above = dirname(path);
  if (above !== path && !existsSync(nameOf(above))) await makeFolder(above);
  await mkdir(nameOf(path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' || !statSync(nameOf(path)).isDirectory()) throw error;
  });
}

function openFile(path: string, handle: FileHandle): OpenFile {
  return {
    write: (bytes) => attemptAsync(path, () => handle.writeFile(bytes)),
    sync: () => attemptAsync(path, () => handle.sync()),
    close: () => attemptAsync(path, () => handle.close()),
  };
}

function attempt<T>(path: string, action: () => T): Result<T, FileFault> {
  try {
    return ok(action());
  } catch (error) {
    return fail(explainFault(path, error));
  }
}

async function attemptAsync<T>(path: string, action: () => Promise<T>): Promise<Result<T, FileFault>> {
  try {
    return ok(await action());
  } catch (error) {
    return fail(explainFault(path, error));
  }
}

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}
