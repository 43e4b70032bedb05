/** The shows that were opened last, newest first, in a file of the user's settings. Losing it loses nothing but convenience. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Logger } from '../core/base/logger.ts';

const maxRecentShows = 10;
const fileSchema = z.array(z.string().min(1).max(4096));

export class RecentShows {
  private shows: readonly string[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly logger: Logger,
  ) {}

  get paths(): readonly string[] {
    return this.shows;
  }

  async load(): Promise<void> {
    const parsed = fileSchema.safeParse(parseJson(await readText(this.file)));
    if (parsed.success) this.shows = parsed.data.filter((one) => path.isAbsolute(one)).slice(0, maxRecentShows);
  }

  async add(showPath: string): Promise<void> {
    await this.replace([showPath, ...this.shows.filter((one) => one !== showPath)].slice(0, maxRecentShows));
  }

  async remove(showPath: string): Promise<void> {
    await this.replace(this.shows.filter((one) => one !== showPath));
  }

  async clear(): Promise<void> {
    await this.replace([]);
  }

  /** Writes follow each other, so that the last change is what the file holds. */
  private async replace(shows: readonly string[]): Promise<void> {
    this.shows = shows;
    this.writing = this.writing.then(() => this.write(shows));
    await this.writing;
  }

  private async write(shows: readonly string[]): Promise<void> {
    const unfinished = `${this.file}.new`;
    try {
      await mkdir(path.dirname(this.file), { recursive: true });
      await writeFile(unfinished, `${JSON.stringify(shows, null, 2)}\n`);
      await rename(unfinished, this.file);
    } catch (error) {
      this.logger.log('warning', 'recent shows', `The list of recent shows could not be saved: ${String(error)}`);
    }
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Not there before the first show was opened.
    return '[]';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A list that can't be read is an empty list.
    return [];
  }
}
