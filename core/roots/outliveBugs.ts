import { type Disposable, toDisposable } from '../base/disposable.ts';
import { stackOf } from '../base/errorText.ts';
import type { Logger } from '../base/logger.ts';

/**
 * While a show runs, an error that nobody caught in the process around it is logged instead of ending that process: routing and Python
 * have threads of their own and notice nothing.
 */
export function outliveBugs(logger: Logger): Disposable {
  const log = (error: unknown) => {
    const what = stackOf(error);
    logger.log('error', 'patchmonster', `This is a bug, please report it; the show goes on. ${what}`);
  };
  process.on('uncaughtException', log);
  process.on('unhandledRejection', log);
  return toDisposable(() => {
    process.off('uncaughtException', log);
    process.off('unhandledRejection', log);
  });
}
