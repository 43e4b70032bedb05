/**
 * Entry of a Python worker: boots an interpreter, then blocks on shared memory until its supervisor assigns it an instance,
 * loads the modules, waits for the start and runs. All messages in between are read synchronously.
 */
import { readFileSync } from 'node:fs';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { stackOf } from '../../core/base/errorText.ts';
import {
  type InterpreterImage,
  type PythonNotice,
  type PythonRequest,
  type PythonWorkerData,
  pythonDoorbell,
} from '../../core/contract/pythonLink.ts';
import { PythonSockets, type SocketLink } from '../sockets/installSockets.ts';
import { type BootedInterpreter, bootInterpreter, importPyodide } from './bootInterpreter.ts';
import { closeCodeGeneration, closeSystemCalls } from './closedDoors.ts';
import { InstanceWorker } from './instanceWorker.ts';
import { MemoryCap } from './memoryCap.ts';
import { markNullReference } from './nullReference.ts';
import { takeInterruptsFrom } from './takeInterrupt.ts';
import { WorkerWords } from './workerWords.ts';

interface WorkerData extends PythonWorkerData {
  readonly port: MessagePort;
  readonly socketLink: SocketLink;
}

const data: WorkerData = workerData;
const words = new WorkerWords(data.words);
const post = (notice: PythonNotice) => data.port.postMessage(notice);
const ringDoorbell = () => data.port.postMessage(pythonDoorbell);

main().catch((error: unknown) => {
  post({ type: 'died', reason: stackOf(error) });
});

async function main(): Promise<void> {
  const startedMs = performance.now();
  const [image] = await Promise.all([receiveImage(), importPyodide(data.files.pyodideFolder)]);
  const memoryCap = new MemoryCap();
  const sockets = new PythonSockets(data.socketLink, words.interrupt, (message) => post({ type: 'note', level: 'error', message }));
  const notes: string[] = [];
  const boot = (snapshot: SharedArrayBuffer | null) =>
    bootInterpreter({
      pyodideFolder: data.files.pyodideFolder,
      // With a snapshot the shared library is in place before anything is imported, so any small zip does.
      standardLibrary: `${data.files.pythonFolder}/${snapshot ? 'midimonster.zip' : 'stdlib.zip'}`,
      wasmModule: image.wasmModule as WebAssembly.Module,
      snapshot,
      sharedLibrary: image.library,
      environment: { HOME: '/home/pyodide', LANG: 'C.UTF-8', PATH: '/' },
      overrides: [closeSystemCalls, takeInterruptsFrom(words.interrupt), memoryCap.override, (imports) => sockets.overrideImports(imports)],
      jsGlobals: loaderGlobals(),
      onMessage: (text) => notes.push(text),
    });
  const booted = await boot(image.snapshot).catch((error: unknown) => {
    if (!image.snapshot) throw error;
    notes.push(`The snapshot of the interpreter can't be used, so the start takes longer: ${String(error)}`);
    return boot(null);
  });
  markNullReference(booted.module);
  addOwnModules(booted);
  sockets.install(booted);
  const fastOutputWasm = new Uint8Array(readFileSync(`${data.files.pythonFolder}/output.wasm`));
  const instance = new InstanceWorker(booted, {
    words,
    post,
    ringDoorbell,
    memoryCap,
    sockets,
    socketControl: data.socketLink.control,
    fastOutputWasm,
  });
  closeCodeGeneration();
  post({ type: 'booted', tookMs: performance.now() - startedMs, outputKind: instance.outputKind, notes });
  instance.run(() => nextRequest());
}

function receiveImage(): Promise<InterpreterImage> {
  return new Promise((resolve) => parentPort?.once('message', resolve));
}

/** Pyodide's event loop for asyncio takes its timers from here; user code doesn't reach it (see `doors.py`). */
function loaderGlobals(): object {
  return Object.assign(Object.create(null), { setTimeout, clearTimeout, setInterval, clearInterval, Object, Array });
}

function addOwnModules({ module, pyodide }: BootedInterpreter): void {
  module.FS.writeFile('/lib/patchmonster.zip', readFileSync(`${data.files.pythonFolder}/midimonster.zip`));
  pyodide.runPython(addToPath);
}

/** A snapshot has the entry already. */
const addToPath = `
import sys
if '/lib/patchmonster.zip' not in sys.path: sys.path.append('/lib/patchmonster.zip')
`;

function nextRequest(): PythonRequest | undefined {
  const received: { message: PythonRequest } | undefined = receiveMessageOnPort(data.port);
  return received?.message;
}
