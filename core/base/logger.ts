export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** One line for people. `source` names what it is about: an instance, a part of the program. */
export interface Logger {
  log(level: LogLevel, source: string, message: string): void;
}

export const silentLogger: Logger = { log() {} };
