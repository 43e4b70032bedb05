import { type ImportOverride, replaceImport } from './bootInterpreter.ts';

/**
 * How Python takes the supervisor's interrupt. Pyodide's own way reads the word and then writes 0 to it: what another thread
 * stores in between is lost, in a tight loop one interrupt in twelve. Pyodide still has to be given the word
 * (`setInterruptBuffer`), which makes it look at all.
 */
export function takeInterruptsFrom(word: Int32Array): ImportOverride {
  return ({ table }) => {
    replaceImport(table, '_Py_CheckEmscriptenSignals_Helper', () => () => (Atomics.load(word, 0) === 0 ? 0 : Atomics.exchange(word, 0, 0)));
  };
}
