/** A worker with one interpreter and its sockets, for tests and measurements: runs the Python code that it is sent. */
import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../core/base/errorText.ts';
import { type BootedInterpreter, bootInterpreter } from '../../worker/bootInterpreter.ts';
import { takeInterruptsFrom } from '../../worker/takeInterrupt.ts';
import { PythonSockets, type SocketLink } from '../installSockets.ts';

export interface InterpreterWorkerData {
  readonly link: SocketLink;
  readonly interrupt: SharedArrayBuffer;
  readonly wake: SharedArrayBuffer;
  readonly pyodideFolder: string;
  readonly standardLibrary: string;
  /** Folder that holds `patchmonster_sockets`. */
  readonly packagesFolder: string;
}

export type InterpreterRequest =
  /** Runs code; the value of its last expression comes back as text. */
  | { readonly id: number; readonly run: string }
  /** Waits on the wake word until the descriptor is readable, and tells what it is then. */
  | { readonly id: number; readonly watchUntilReadable: number }
  | { readonly id: number; readonly readiness: number }
  | { readonly id: number; readonly stage: 'open' | 'commit' | 'rollback'; readonly owners: readonly string[] };

export interface InterpreterReply {
  readonly id: number;
  readonly value?: string;
  readonly error?: string;
}

const data: InterpreterWorkerData = workerData;
const interrupt = new Int32Array(data.interrupt);
const wake = new Int32Array(data.wake);
const sockets = new PythonSockets(data.link, interrupt, (message) => writeSync(2, `${message}\n`));

async function boot(): Promise<BootedInterpreter> {
  const booted = await bootInterpreter({
    pyodideFolder: data.pyodideFolder,
    standardLibrary: data.standardLibrary,
    wasmModule: new WebAssembly.Module(new Uint8Array(readFileSync(join(data.pyodideFolder, 'pyodide.asm.wasm')))),
    snapshot: null,
    sharedLibrary: null,
    environment: {},
    overrides: [takeInterruptsFrom(interrupt), (imports) => sockets.overrideImports(imports)],
    jsGlobals: {},
    onMessage: (text) => writeSync(2, `${text}\n`),
  });
  const { FS } = booted.pyodide;
  FS.mkdirTree('/packages/patchmonster_sockets');
  const source = join(data.packagesFolder, 'patchmonster_sockets');
  for (const name of readdirSync(source).filter((file) => file.endsWith('.py'))) {
    FS.writeFile(`/packages/patchmonster_sockets/${name}`, readFileSync(join(source, name)));
  }
  booted.pyodide.runPython("import sys\nsys.dont_write_bytecode = True\nsys.path.append('/packages')");
  sockets.install(booted);
  booted.pyodide.runPython('from pyodide.code import eval_code as _evaluate');
  booted.pyodide.setInterruptBuffer(interrupt);
  return booted;
}

function perform(booted: BootedInterpreter, request: InterpreterRequest): string {
  // A text of JSON is a text of Python.
  if ('run' in request) return String(booted.pyodide.runPython(`str(_evaluate(${JSON.stringify(request.run)}, globals()))`));
  if ('readiness' in request) return sockets.readiness(request.readiness);
  if ('watchUntilReadable' in request) {
    const fd = request.watchUntilReadable;
    sockets.watch(fd, true);
    for (;;) {
      const sequence = Atomics.load(wake, 0);
      const readiness = sockets.readiness(fd);
      if (readiness !== 'idle') return readiness;
      if (Atomics.wait(wake, 0, sequence, 5_000) === 'timed-out') return 'not woken';
    }
  }
  if (request.stage === 'open') sockets.openStage(request.owners[0] ?? '');
  else if (request.stage === 'commit') sockets.commitStage({ retired: request.owners, kept: [], left: [] });
  else sockets.rollbackStage();
  return 'done';
}

const booted = await boot();
parentPort?.on('message', (request: InterpreterRequest) => {
  let reply: InterpreterReply;
  try {
    reply = { id: request.id, value: perform(booted, request) };
  } catch (error) {
    reply = { id: request.id, error: messageOf(error) };
  }
  parentPort?.postMessage(reply);
});
parentPort?.postMessage({ id: 0 } satisfies InterpreterReply);
