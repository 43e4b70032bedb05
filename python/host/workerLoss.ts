import { pythonEntry } from '../../core/contract/pythonLink.ts';
import { isInside, type WatchdogSample } from './watchdog.ts';

/** How an instance lost its worker, in words; what becomes of the instance depends on what the worker was doing. */
export type WorkerLoss =
  /** The interpreter never stood: another one would not, either. */
  | { readonly during: 'boot'; readonly reason: string }
  /** `what` goes on a file's name; `reason` is for a module without a version before, which there is nothing to go on with. */
  | { readonly during: 'load'; readonly what: string; readonly reason: string }
  | { readonly during: 'run'; readonly reason: string };

/** It did not answer any more. `call` names the call that hangs, as the rest of a sentence; `importBudgetMs` is what a module had. */
export function lossByHanging(entryKind: number, call: string, importBudgetMs: number): WorkerLoss {
  if (entryKind !== pythonEntry.load) return { during: 'run', reason: `A call could not be interrupted${call}` };
  const what = `did not finish loading within ${importBudgetMs / 1000} s and could not be interrupted${call}`;
  return { during: 'load', what, reason: `A module ${what}; change it and save it to try again.` };
}

/** Its thread has ended by itself, in the call that `call` names; it is empty when Python was not running. */
export function lossByDeath(sample: WatchdogSample, call: string, reason: string): WorkerLoss {
  const why = whyPythonEnded(reason);
  if (!isInside(sample) || sample.entryKind !== pythonEntry.load) return { during: 'run', reason: `Python ended, ${why}${call}` };
  return {
    during: 'load',
    what: `was not loaded, Python ended: ${why}${call}`,
    reason: `Python ended while it loaded a module: ${why}. Change the module and save it to try again.`,
  };
}

/** Its thread has ended before the interpreter stood. */
export function lossAtBoot(reason: string): WorkerLoss {
  return { during: 'boot', reason: `Python could not start: ${firstLineOf(reason)}` };
}

/** What took an interpreter down, for people; engines of WebAssembly have their own words for it. */
function whyPythonEnded(reason: string): string {
  const firstLine = firstLineOf(reason);
  if (firstLine.includes('Maximum call stack size')) return 'something in it recurses or is nested too deeply';
  if (/unreachable|null function|out of bounds|signature mismatch|InterpreterEnded/.test(firstLine))
    return `the interpreter broke down (${firstLine})`;
  return firstLine;
}

function firstLineOf(reason: string): string {
  return reason.split('\n')[0] ?? reason;
}
