import { fail, ok, type Result } from '../../base/result.ts';
import { contentVersion } from './contentVersion.ts';
import type { FileFault, FileSystem } from './FileSystem.ts';
import { writeAtomically } from './writeAtomically.ts';

/** A file that others may have changed since we last read or wrote it. */
export type DiskState =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly bytes: Uint8Array; readonly version: string }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unreadable'; readonly message: string };

/** The show's files on disk: remembers of each the content that this session knows, so that nothing unseen is overwritten. */
export class ShowFiles {
  /** Null: known not to exist. */
  private readonly known = new Map<string, string | null>();

  constructor(readonly system: FileSystem) {}

  read(path: string): Result<Uint8Array, FileFault> {
    const bytes = this.system.read(path);
    if (bytes.ok) this.known.set(path, contentVersion(bytes.value));
    else if (bytes.error.code === 'ENOENT') this.known.set(path, null);
    return bytes;
  }

  knownVersion(path: string): string | null | undefined {
    return this.known.get(path);
  }

  /** Compares the disk with what is known; does not take the new state as known. */
  look(path: string): DiskState {
    const known = this.known.get(path);
    const bytes = this.system.read(path);
    if (!bytes.ok && bytes.error.code === 'ENOENT') return known === null || known === undefined ? { kind: 'same' } : { kind: 'deleted' };
    if (!bytes.ok) return { kind: 'unreadable', message: bytes.error.message };
    const version = contentVersion(bytes.value);
    return version === known ? { kind: 'same' } : { kind: 'changed', bytes: bytes.value, version };
  }

  /** From now on this is the state that we have seen. */
  accept(path: string, version: string | null): void {
    this.known.set(path, version);
  }

  /** Refused when the file on disk is not the one that is known. */
  async write(path: string, bytes: Uint8Array): Promise<Result<string, FileFault>> {
    const state = this.look(path);
    if (state.kind === 'changed') {
      return fail({ code: 'CHANGED', message: 'The file was changed by another program meanwhile; choose which version to keep first.' });
    }
    const written = await writeAtomically(this.system, path, bytes);
    if (!written.ok) return written;
    const version = contentVersion(bytes);
    this.known.set(path, version);
    return ok(version);
  }

  async remove(path: string): Promise<Result<void, FileFault>> {
    const removed = await this.system.remove(path);
    if (removed.ok) this.known.set(path, null);
    return removed;
  }
}
