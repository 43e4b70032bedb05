import { fail, ok, type Result } from '../../base/result.ts';
import { explainFault } from '../files/explainFault.ts';
import type { FileFault, FileSystem, OpenFile } from '../files/FileSystem.ts';
import { nodeFileSystem } from '../files/nodeFileSystem.ts';

/**
 * The real file system until the n-th call that writes: that one and all later ones fail as if the disk were full, or the
 * process had been killed (then also a half-written file stays behind and nothing is cleaned up).
 */
export class FaultyFileSystem implements FileSystem {
  calls = 0;

  constructor(
    public failFrom: number,
    private readonly code: 'ENOSPC' | 'CRASH',
  ) {}

  read = (path: string) => nodeFileSystem.read(path);
  facts = (path: string) => nodeFileSystem.facts(path);
  realPath = (path: string) => nodeFileSystem.realPath(path);
  canWrite = (path: string) => nodeFileSystem.canWrite(path);

  async create(path: string, mode: number): Promise<Result<OpenFile, FileFault>> {
    if (this.isFailing()) return this.fault(path);
    const opened = await nodeFileSystem.create(path, mode);
    return opened.ok ? ok(this.faultyFile(path, opened.value)) : opened;
  }

  async rename(from: string, to: string): Promise<Result<void, FileFault>> {
    return this.isFailing() ? this.fault(to) : nodeFileSystem.rename(from, to);
  }

  /** Removing works on a full disk, but not for a dead process. */
  async remove(path: string): Promise<Result<void, FileFault>> {
    return this.code === 'CRASH' && this.isFailing() ? this.fault(path) : nodeFileSystem.remove(path);
  }

  async makeFolder(path: string): Promise<Result<void, FileFault>> {
    return this.isFailing() ? this.fault(path) : nodeFileSystem.makeFolder(path);
  }

  async syncFolder(path: string): Promise<void> {
    if (!this.isFailing()) await nodeFileSystem.syncFolder(path);
  }

  private faultyFile(path: string, file: OpenFile): OpenFile {
    return {
      write: async (bytes) => {
        if (!this.isFailing()) return file.write(bytes);
        await file.write(bytes.subarray(0, bytes.length >> 1));
        return this.fault(path);
      },
      sync: async () => (this.isFailing() ? this.fault(path) : file.sync()),
      close: async () => {
        const closed = await file.close();
        return this.isFailing() ? this.fault(path) : closed;
      },
    };
  }

  private isFailing(): boolean {
    return ++this.calls >= this.failFrom;
  }

  private fault(path: string): Result<never, FileFault> {
    return fail(explainFault(path, Object.assign(new Error(this.code), { code: this.code })));
  }
}
