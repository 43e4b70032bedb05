import type { Writable } from 'node:stream';

/**
 * Keeps a show going whose output can't be written: a reader that went away (`run | head`), a log on a full disk. What can't be written
 * is lost, and stderr is told once; what comes after there is room again is written.
 */
export function surviveLostOutput(stdout: Writable, stderr: Writable): void {
  let isTold = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isTold || error.code === 'EPIPE') return;
    isTold = true;
    stderr.write(`stdout can't be written (${error.message}): what goes there is lost until it can.\n`);
  });
  stderr.on('error', () => {
    // There is no place left to tell of it.
  });
}
