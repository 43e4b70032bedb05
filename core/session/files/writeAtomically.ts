import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import type { FileFault, FileSystem, OpenFile } from './FileSystem.ts';

const newFileMode = 0o644;

/**
 * Replaces a file so that a crash, a full disk or a pulled plug leaves either the old or the new content, never half:
 * write a temporary file in the same folder, fsync, rename over the target, fsync the folder. A symbolic link stays a link (its
 * target is replaced), permission bits are kept. Whatever fails, the temporary file is removed and the old content stands.
 */
export async function writeAtomically(files: FileSystem, path: string, bytes: Uint8Array): Promise<Result<void, FileFault>> {
  const real = files.realPath(path);
  const target = real.ok ? real.value : path;
  const facts = files.facts(target);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);

  const opened = await files.create(temporary, facts.ok ? facts.value.mode & 0o777 : newFileMode);
  if (!opened.ok) return fail(named(opened.error, temporary, path));
  const filled = await fill(opened.value, bytes);
  const renamed = filled.ok ? await files.rename(temporary, target) : filled;
  if (!renamed.ok) {
    await files.remove(temporary);
    return fail(named(renamed.error, temporary, path));
  }
  await files.syncFolder(dirname(target));
  return ok(undefined);
}

async function fill(file: OpenFile, bytes: Uint8Array): Promise<Result<void, FileFault>> {
  const written = await file.write(bytes);
  const synced = written.ok ? await file.sync() : written;
  const closed = await file.close();
  return synced.ok ? closed : synced;
}

/** People know the file by its own name, not by that of the temporary one. */
function named(fault: FileFault, temporary: string, path: string): FileFault {
  return { ...fault, message: fault.message.replaceAll(basename(temporary), basename(path)) };
}
