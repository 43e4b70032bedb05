import { basename, dirname, extname, join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import type { FileReply } from '../../contract/clientLink.ts';
import { joinPath, relativeTo } from '../../show/paths.ts';
import { contentVersion } from './contentVersion.ts';
import type { FileFault } from './FileSystem.ts';
import type { ShowFiles } from './ShowFiles.ts';

const maxTextBytes = 2 * 1024 * 1024;
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What the desk needs to know of the show as it is now. */
export interface DeskContext {
  /** Absolute folder of the main file. */
  readonly folder: string;
  /** Absolute paths of files that the show names: configuration files and modules, wherever they lie. */
  readonly namedFiles: ReadonlySet<string>;
  /** Unsaved content of a configuration file. */
  readonly openBytes: (path: string) => Uint8Array | undefined;
}

/** Reads and writes the text files of a show for clients. Nothing outside of the show's own files can be reached through it. */
export class ModuleDesk {
  constructor(
    private readonly files: ShowFiles,
    private readonly context: () => DeskContext,
  ) {}

  /** The absolute path of a file that a client named, if it may be read and written. */
  resolve(clientPath: string): Result<string, string> {
    const { folder, namedFiles } = this.context();
    if (clientPath.includes('\0')) return fail('The path is malformed.');
    const path = joinPath(folder, clientPath);
    if (namedFiles.has(path)) return ok(path);
    const isModule = extname(path) === '.py' || extname(path) === '.pyi';
    if (!isModule || relativeTo(folder, path) === path) return fail(`"${clientPath}" is not a file of this show.`);
    // A link that leads out of the folder is not a file of the show, unless the show names it.
    const real = this.realPathOf(path);
    const realFolder = this.realPathOf(folder);
    if (relativeTo(realFolder, real) === real) return fail(`"${clientPath}" leads out of the show's folder.`);
    return ok(path);
  }

  /** Of a file that does not exist yet, by the folders above it that do. */
  private realPathOf(path: string): string {
    const real = this.files.system.realPath(path);
    const above = dirname(path);
    if (real.ok || above === path) return real.ok ? real.value : path;
    return join(this.realPathOf(above), basename(path));
  }

  read(clientPath: string): Result<FileReply, string> {
    const path = this.resolve(clientPath);
    if (!path.ok) return path;
    const open = this.context().openBytes(path.value);
    if (open) return ok(asText(open));
    const bytes = this.files.read(path.value);
    return bytes.ok ? ok(asText(bytes.value)) : fail(bytes.error.message);
  }

  /** Writes a module. `baseVersion` is the content that the client saw, null for none. */
  async write(
    path: string,
    text: string,
    baseVersion: string | null,
  ): Promise<Result<{ readonly version: string; readonly before: Uint8Array | null }, WriteRefusal>> {
    const disk = this.files.system.read(path);
    if (!disk.ok && disk.error.code !== 'ENOENT') return fail(refusal(disk.error));
    const currentVersion = disk.ok ? contentVersion(disk.value) : null;
    // A file that is gone is written anew: nobody's work is lost by that.
    if (currentVersion !== null && currentVersion !== baseVersion) {
      return fail({ message: 'The file was changed by someone else since you opened it. Compare both before you save.', currentVersion });
    }
    this.files.accept(path, currentVersion);
    if (currentVersion === null) await this.files.system.makeFolder(dirname(path));
    const written = await this.files.write(path, new TextEncoder().encode(text));
    return written.ok ? ok({ version: written.value, before: disk.ok ? disk.value : null }) : fail(refusal(written.error));
  }
}

export interface WriteRefusal {
  readonly message: string;
  readonly currentVersion?: string;
}

function refusal(fault: FileFault): WriteRefusal {
  return { message: `Not saved. ${fault.message}` };
}

function asText(bytes: Uint8Array): FileReply {
  const version = contentVersion(bytes);
  if (bytes.length > maxTextBytes)
    return { text: '', version, unreadableReason: 'The file is larger than 2 MB; edit it in another program.' };
  try {
    return { text: strictDecoder.decode(bytes), version };
  } catch {
    return { text: '', version, unreadableReason: 'The file is not UTF-8 text; convert it in another program to edit it here.' };
  }
}
