/** An interpreter with our runtime in the calling thread, for tests of the Python side without a worker. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PythonNotice, pythonWordCount } from '../../core/contract/pythonLink.ts';
import { type BootedInterpreter, bootInterpreter } from '../worker/bootInterpreter.ts';
import { PythonRuntime } from '../worker/pythonRuntime.ts';
import { takeInterruptsFrom } from '../worker/takeInterrupt.ts';
import { WorkerWords } from '../worker/workerWords.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pyodideFolder = join(root, 'node_modules/pyodide');

const noSockets = {
  readiness: () => 'idle' as const,
  watch: () => undefined,
  openStage: () => undefined,
  commitStage: () => undefined,
  rollbackStage: () => undefined,
};

export interface TestInterpreter {
  readonly booted: BootedInterpreter;
  readonly runtime: PythonRuntime;
  readonly words: WorkerWords;
  /** What was posted to the supervisor. */
  readonly posted: PythonNotice[];
  /** Outputs that were flushed in the middle of a call, as `slot value`. */
  readonly flushed: string[];
  /** Moves what Python has collected to `flushed`. */
  flush(): void;
}

export async function bootTestInterpreter(): Promise<TestInterpreter> {
  const wasmModule = new WebAssembly.Module(readFileSync(join(pyodideFolder, 'pyodide.asm.wasm')));
  const words = new WorkerWords(new SharedArrayBuffer(pythonWordCount * 4));
  const booted = await bootInterpreter({
    pyodideFolder,
    standardLibrary: join(root, 'dist/python/stdlib.zip'),
    wasmModule,
    snapshot: null,
    sharedLibrary: null,
    environment: {},
    overrides: [takeInterruptsFrom(words.interrupt)],
    jsGlobals: Object.create(null),
    onMessage: () => undefined,
  });
  booted.module.FS.writeFile('/lib/patchmonster.zip', readFileSync(join(root, 'dist/python/midimonster.zip')));
  booted.pyodide.runPython('import sys; sys.path.append("/lib/patchmonster.zip")');
  const posted: PythonNotice[] = [];
  const flushed: string[] = [];
  const flush = () => {
    runtime.memory.refresh();
    const { outputSlots, outputValues } = runtime.memory;
    for (let index = 0; index < runtime.outputCount; index++) flushed.push(`${outputSlots[index]} ${outputValues[index]}`);
    runtime.clearOutputs();
  };
  const runtime: PythonRuntime = new PythonRuntime(booted, {
    words,
    flushOutputs: () => flush(),
    post: (notice) => posted.push(notice),
    blockedMs: () => 0,
    sockets: noSockets,
  });
  return { booted, runtime, words, posted, flushed, flush };
}
