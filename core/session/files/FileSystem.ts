import type { Result } from '../../base/result.ts';

/** Why a call to the file system failed: the system's code (`ENOENT`, `ENOSPC`) for deciding, a sentence for people. */
export interface FileFault {
  readonly code: string;
  readonly message: string;
}

export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other';
  /** Permission bits. */
  readonly mode: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** An open file that is being written. */
export interface OpenFile {
  write(bytes: Uint8Array): Promise<Result<void, FileFault>>;
  /** Asks the system to put everything on the medium. */
  sync(): Promise<Result<void, FileFault>>;
  close(): Promise<Result<void, FileFault>>;
}

/**
 * All that the session asks of the disk. Tests hand in one that fails at a chosen call. Reading is synchronous because loading a
 * show follows includes in the middle of parsing; writing never blocks the main thread.
 */
export interface FileSystem {
  read(path: string): Result<Uint8Array, FileFault>;
  facts(path: string): Result<FileFacts, FileFault>;
  /** The path with all symbolic links resolved. */
  realPath(path: string): Result<string, FileFault>;
  canWrite(path: string): boolean;
  /** Creates the file with these permission bits; fails when it exists. */
  create(path: string, mode: number): Promise<Result<OpenFile, FileFault>>;
  rename(from: string, to: string): Promise<Result<void, FileFault>>;
  remove(path: string): Promise<Result<void, FileFault>>;
  makeFolder(path: string): Promise<Result<void, FileFault>>;
  /** Makes a finished rename durable. Not every system can; failing to is no error. */
  syncFolder(path: string): Promise<void>;
}
