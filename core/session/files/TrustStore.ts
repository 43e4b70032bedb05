import { join } from 'node:path';
import { z } from 'zod';
import type { FileSystem } from './FileSystem.ts';
import { readJson } from './readJson.ts';
import { writeAtomically } from './writeAtomically.ts';

const trustSchema = z.object({ shows: z.array(z.string()) });
/** Enough for a life of shows; the oldest are asked again. */
const maxShows = 5_000;

/** Remembers per user and machine which shows may run their Python. */
export class TrustStore {
  private readonly path: string;

  constructor(
    private readonly files: FileSystem,
    private readonly folder: string,
  ) {
    this.path = join(folder, 'trusted.json');
  }

  /** `showPath` with links resolved. */
  isTrusted(showPath: string): boolean {
    return this.read().includes(showPath);
  }

  /** False when it could not be remembered; the show may run all the same. */
  async trust(showPath: string): Promise<boolean> {
    const shows = [...this.read().filter((path) => path !== showPath), showPath].slice(-maxShows);
    await this.files.makeFolder(this.folder);
    return (await writeAtomically(this.files, this.path, new TextEncoder().encode(`${JSON.stringify({ shows }, null, 1)}\n`))).ok;
  }

  private read(): readonly string[] {
    return readJson(this.files, this.path, trustSchema)?.shows ?? [];
  }
}
