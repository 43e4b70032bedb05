import type { Logger } from '../core/base/logger.ts';

/** Lines for whoever started the app from a terminal. */
export const stderrLogger: Logger = {
  log(level, source, message) {
    if (level !== 'debug') process.stderr.write(`${level}: ${source}: ${message}\n`);
  },
};
