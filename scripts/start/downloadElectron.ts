import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { systemClock } from '../../core/base/systemClock.ts';

export interface DownloadOptions {
  readonly root: string;
  readonly cacheRoot?: string;
  /** Gives up after this time without a byte. */
  readonly stallMs: number;
  readonly print: (text: string) => void;
  /** Where lines can be written over (a terminal), every step is shown; elsewhere a line every ten per cent. */
  readonly isTerminal: boolean;
}

/**
 * Fetches Electron's binary into the cache of its own downloader, with its checksum verified. What fails is a reason that ends the
 * sentence "Electron can't open a window here: ...".
 */
export async function downloadElectron(options: DownloadOptions): Promise<Result<void, string>> {
  const abort = new AbortController();
  let stall = systemClock.after(options.stallMs, () => abort.abort());
  const progress = new Progress(options);
  try {
    const { downloadArtifact } = await import('@electron/get');
    await downloadArtifact({
      version: versionOf(options.root),
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: JSON.parse(readFileSync(path.join(options.root, 'node_modules', 'electron', 'checksums.json'), 'utf8')),
      ...(options.cacheRoot === undefined ? {} : { cacheRoot: options.cacheRoot }),
      downloadOptions: {
        quiet: true,
        signal: abort.signal,
        getProgressCallback: async ({ transferred, total }: { readonly transferred: number; readonly total: number | null }) => {
          stall.dispose();
          stall = systemClock.after(options.stallMs, () => abort.abort());
          progress.show(transferred, total);
        },
      },
    });
    return ok(undefined);
  } catch (error) {
    return fail(
      abort.signal.aborted ? `no byte of it came for ${options.stallMs / 1000} s` : `it could not be downloaded (${sentenceOf(error)})`,
    );
  } finally {
    stall.dispose();
    progress.end();
  }
}

/** Unpacks what is in the cache into `node_modules/electron`. */
export function unpackElectron(root: string): Result<void, string> {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'node_modules', 'electron', 'install.js')], { encoding: 'utf8' });
  return status === 0 ? ok(undefined) : fail(`it could not be unpacked (${stderr.trim().split('\n')[0] ?? ''})`);
}

function versionOf(root: string): string {
  return JSON.parse(readFileSync(path.join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}

class Progress {
  private lastTenth = -1;
  private hasShown = false;

  constructor(private readonly options: Pick<DownloadOptions, 'print' | 'isTerminal'>) {}

  show(transferred: number, total: number | null): void {
    const percent = total ? Math.floor((100 * transferred) / total) : undefined;
    const tenth = percent === undefined ? Math.floor(transferred / 10e6) : Math.floor(percent / 10);
    if (!this.options.isTerminal && tenth === this.lastTenth) return;
    this.lastTenth = tenth;
    this.hasShown = true;
    const share = percent === undefined ? '' : ` of ${megabytes(total ?? 0)} MB (${percent} %)`;
    const text = `Downloading Electron: ${megabytes(transferred)}${share}`;
    this.options.print(this.options.isTerminal ? `\r${text}` : `${text}\n`);
  }

  end(): void {
    if (this.hasShown && this.options.isTerminal) this.options.print('\n');
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
