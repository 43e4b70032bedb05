import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A show in a temporary folder of its own. */
export class ShowFolder {
  readonly path = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-show-'));

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    for (const [name, body] of Object.entries(files)) this.write(name, body);
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  write(name: string, body: string | Uint8Array): void {
    mkdirSync(path.dirname(this.file(name)), { recursive: true });
    writeFileSync(this.file(name), body);
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
