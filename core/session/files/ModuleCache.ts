import { fail, type Result } from '../../base/result.ts';
import type { ShowFiles } from './ShowFiles.ts';

/** Contents of the modules that lint reads at every edit; read again only after someone said that they changed. */
export class ModuleCache {
  private readonly contents = new Map<string, Result<Uint8Array, string>>();

  constructor(private readonly files: ShowFiles) {}

  readonly read = (path: string): Result<Uint8Array, string> => {
    let content = this.contents.get(path);
    if (!content) {
      const read = this.files.read(path);
      content = read.ok ? read : fail(read.error.message);
      this.contents.set(path, content);
    }
    return content;
  };

  forget(path: string): void {
    this.contents.delete(path);
  }
}
