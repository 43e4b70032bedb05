import type { PythonNotice } from '../../core/contract/pythonLink.ts';

/**
 * What each file said when it was loaded. A version that was saved and refused stands on the disk; a worker that takes over from a
 * lost one must load the version before it.
 */
export class RunningSources {
  private running = new Map<string, string>();
  /** Files whose version on the disk is not the one to load. */
  private readonly refused = new Set<string>();
  private taking: string | undefined;

  learn(sources: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(sources)) this.running.set(path, text);
  }

  begin(path: string): void {
    this.taking = path;
  }

  end({ outcome, sources }: Extract<PythonNotice, { type: 'reloaded' }>): void {
    this.learn(sources);
    if (this.taking === undefined) return;
    if (outcome === 'kept') this.refused.add(this.taking);
    else this.refused.delete(this.taking);
    this.taking = undefined;
  }

  /** The worker was lost with the file that it was taking over, which is refused by that. Returns its path. */
  lose(): string | undefined {
    const path = this.taking;
    if (path !== undefined) this.refused.add(path);
    this.taking = undefined;
    return path;
  }

  /** These files were saved, and nobody has tried them yet: the next worker takes them over like any other version. */
  hold(paths: readonly string[]): void {
    for (const path of paths) this.refused.add(path);
  }

  /** From here on the files on the disk count. */
  forget(): void {
    this.refused.clear();
    this.taking = undefined;
  }

  get held(): Record<string, string> {
    return Object.fromEntries([...this.running].filter(([path]) => this.refused.has(path)));
  }
}
