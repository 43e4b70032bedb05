import { stackOf } from '../../core/base/errorText.ts';
import { errno, SystemCallError } from './errnos.ts';

/** So many different faults are told of; more would only bury the first. */
const maxTold = 16;

/**
 * What a system call that failed answers. An exception that went on into the interpreter would be the end of it, so a bug of
 * ours becomes an input/output error for the one caller, and is reported: each once.
 */
export class Faults {
  private readonly told = new Set<string>();

  constructor(private readonly report: (message: string) => void) {}

  errnoOf(error: unknown): number {
    if (error instanceof SystemCallError) return error.errno;
    const text = stackOf(error);
    if (this.told.size < maxTold && !this.told.has(text)) {
      this.told.add(text);
      this.report(`A socket call failed for an internal reason; Python got an input/output error. ${text}`);
    }
    return errno.EIO;
  }
}
