import type { Writable } from 'node:stream';

export interface OutputFate {
  /** Something could not be written although somebody would read it. */
  readonly hasLost: boolean;
}

/**
 * Keeps a show going whose output can't be written: a reader that went away (`run | head`), a log on a full disk. What can't be written
 * is lost, and stderr is told once; what comes after there is room again is written.
 */
export function surviveLostOutput(stdout: Writable, stderr: Writable): OutputFate {
  const fate = { hasLost: false };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (fate.hasLost || error.code === 'EPIPE') return;
    fate.hasLost = true;
    stderr.write(`stdout can't be written (${error.message}): what goes there is lost until it can.\n`);
  });
  // There is no place left to tell of it but the exit code.
  stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') fate.hasLost = true;
  });
  return fate;
}
