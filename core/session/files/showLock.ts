import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { FileSystem } from './FileSystem.ts';
import { readJson } from './readJson.ts';
import { showKey } from './stateFolder.ts';
import { writeAtomically } from './writeAtomically.ts';

const lockSchema = z.object({ pid: z.int().positive(), path: z.string(), wallMs: z.number() });

export interface ShowLock {
  /** The process that has the show open, when it is not this one; asked anew each time. */
  otherOwner(): number | undefined;
  /** Takes the lock unless another living process has it. */
  acquire(): Promise<boolean>;
  release(): Promise<void>;
}

export interface ShowLockOptions {
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly stateFolder: string;
  readonly showPath: string;
  readonly pid: number;
  readonly isRunning: (pid: number) => boolean;
}

/**
 * Says that a show is open here, so that a second window or command can say so instead of overwriting it. It is advice among
 * our own processes of one user: a lock whose process is gone counts for nothing, and one that can't be written locks nothing.
 */
export function showLock(options: ShowLockOptions): ShowLock {
  const { files, clock, showPath, pid, isRunning } = options;
  const folder = join(options.stateFolder, 'locks');
  const path = join(folder, `${showKey(showPath)}.json`);

  const otherOwner = () => {
    const lock = readJson(files, path, lockSchema);
    return lock && lock.pid !== pid && isRunning(lock.pid) ? lock.pid : undefined;
  };
  return {
    otherOwner,
    async acquire() {
      if (otherOwner() !== undefined) return false;
      await files.makeFolder(folder);
      await writeAtomically(files, path, new TextEncoder().encode(JSON.stringify({ pid, path: showPath, wallMs: clock.wallMs() })));
      return true;
    },
    async release() {
      const lock = readJson(files, path, lockSchema);
      if (lock?.pid === pid) await files.remove(path);
    },
  };
}

/** Whether a process exists; one that we may not signal exists too. */
export function isProcessRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
