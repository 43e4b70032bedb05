import { textOf } from '../peers/textOf.ts';

/** Lines of a byte stream as they come, with waiting. A line is decoded when it is whole, so a character cut in two does no harm. */
export class LineLog {
  readonly lines: string[] = [];
  private rest = Buffer.alloc(0);
  private readonly watchers = new Set<() => void>();
  private isClosed = false;

  push(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (let end = this.rest.indexOf(10); end >= 0; end = this.rest.indexOf(10)) {
      this.add(this.rest.subarray(0, end));
      this.rest = this.rest.subarray(end + 1);
    }
    this.wake();
  }

  /** No more bytes will come: an unfinished line counts, and waiting ends. */
  close(): void {
    if (this.rest.length > 0) this.add(this.rest);
    this.rest = Buffer.alloc(0);
    this.isClosed = true;
    this.wake();
  }

  /** Resolves with true once a line matches, with false after `timeoutMs` or when the stream closed without one. */
  async waitFor(matches: (line: string) => boolean, timeoutMs: number): Promise<boolean> {
    let seen = 0;
    const isFound = () => {
      for (; seen < this.lines.length; seen++) if (matches(this.lines[seen] ?? '')) return true;
      return false;
    };
    return new Promise((resolve) => {
      const settle = (result: boolean) => {
        clearTimeout(timer);
        this.watchers.delete(look);
        resolve(result);
      };
      const look = () => {
        if (isFound()) settle(true);
        else if (this.isClosed) settle(false);
      };
      const timer = setTimeout(() => settle(isFound()), timeoutMs);
      this.watchers.add(look);
      look();
    });
  }

  private add(bytes: Buffer): void {
    this.lines.push(textOf(bytes).replace(/\r+$/, ''));
  }

  private wake(): void {
    for (const watcher of [...this.watchers]) watcher();
  }
}
