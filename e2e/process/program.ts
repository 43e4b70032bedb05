import type { LineLog } from './lineLog.ts';

/** One run of the program under test, as a process of its own or inside of a warm one. */
export interface Program {
  readonly stdout: LineLog;
  readonly stderr: LineLog;
  /** Exit status, once it ended and all of its output has arrived; negative signal numbers are not told apart: -1. */
  readonly ended: Promise<number>;
  hasEnded(): boolean;
  signal(name: 'SIGINT' | 'SIGTERM'): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

/** Starts the program with the arguments after its name. */
export type StartProgram = (args: readonly string[]) => Program;
