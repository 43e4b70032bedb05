import { type ImportOverride, replaceImport } from './bootInterpreter.ts';

/** Thrown through the interpreter when something asks the whole process to end. */
export class InterpreterEnded extends Error {}

const noSuchFunction = 52;

/** System calls that would reach the host: no shell, and no end of the process. Python-side doors are in `doors.py`. */
export const closeSystemCalls: ImportOverride = ({ table }) => {
  // Emscripten's own version runs a shell on the host.
  replaceImport(table, '_emscripten_system', () => () => -noSuchFunction);
  for (const name of ['exit', 'proc_exit']) {
    replaceImport(table, name, () => (status: number) => {
      throw new InterpreterEnded(`The interpreter was asked to exit with status ${status}`);
    });
  }
};

/**
 * Takes the way from any function to the compiler of JavaScript text (`f.constructor('...')`) out of this thread. Python code
 * holds a few functions of the host and could walk there. To be called after the boot, which needs it.
 */
export function closeCodeGeneration(): void {
  const samples = [() => undefined, async () => undefined, function* () {}, async function* () {}];
  for (const sample of samples) {
    Object.defineProperty(Object.getPrototypeOf(sample), 'constructor', { value: undefined, configurable: false, writable: false });
  }
}
