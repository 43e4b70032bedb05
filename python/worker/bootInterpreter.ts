/**
 * Boots one Pyodide interpreter in the calling thread. Pyodide's own loader fetches and instantiates the WebAssembly module
 * itself; here its `createPyodideModule` hook lets us hand in a module that was compiled once for all workers, and replace
 * system calls before the instance exists. Replaced imports are called synchronously and may wait with `Atomics.wait`.
 */
import { pathToFileURL } from 'node:url';
import type { PyodideAPI } from 'pyodide';
import type { SystemCall } from '../sockets/interpreter.ts';
import type { EmscriptenModule } from './emscriptenModule.ts';
import { shareMemory } from './shareMemory.ts';

/** The functions that the WebAssembly module imports, by name. Emscripten serves its name spaces `env` and `wasi` from one table. */
export type ImportTable = Record<string, SystemCall>;

export interface InterpreterImports {
  readonly table: ImportTable;
  /** The running instance; undefined until the boot has finished. Overrides look it up when they are called, not before. */
  readonly running: () => BootedInterpreter | undefined;
}

/** Replaces imports in place before the interpreter is instantiated. */
export type ImportOverride = (imports: InterpreterImports) => void;

export interface BootOptions {
  /** Folder with Pyodide's `pyodide.mjs`, `pyodide.asm.mjs`, `pyodide.asm.wasm`. */
  readonly pyodideFolder: string;
  /** Path of the standard library as compiled files in a stored zip (`scripts/buildPython.mjs`). */
  readonly standardLibrary: string;
  /** The same file in memory that many interpreters share, or null to keep a copy of one's own. */
  readonly sharedLibrary: SharedArrayBuffer | null;
  /** Compiled once and shared by all workers of a session. */
  readonly wasmModule: WebAssembly.Module;
  /** Memory of an interpreter that was started by the build with the same library, environment and global names. */
  readonly snapshot: SharedArrayBuffer | null;
  /** Python's whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly overrides: readonly ImportOverride[];
  /** What Python code finds as the module `js`. */
  readonly jsGlobals: object;
  /** Lines that the loader itself has to say before Python's streams are set up. */
  readonly onMessage: (text: string) => void;
}

export interface BootedInterpreter {
  readonly pyodide: PyodideAPI;
  readonly module: EmscriptenModule;
  /** CPython's C interface and the memory, as exported by the WebAssembly instance. */
  readonly exports: WebAssembly.Exports;
}

interface PyodideLoader {
  readonly loadPyodide: (config: object) => Promise<PyodideAPI & { readonly _module: EmscriptenModule }>;
}

interface EmscriptenSettings {
  instantiateWasm?: (imports: WebAssembly.Imports, succeed: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) => object;
}

interface EmscriptenFactory {
  readonly default: (settings: EmscriptenSettings) => Promise<EmscriptenModule>;
}

/** Nothing is ever downloaded: this stands for Pyodide's list of packages, and must name the very build that it belongs to. */
const lockFileInfo = { abi_version: '2026_0', arch: 'wasm32', platform: 'emscripten_5_0_3', python: '3.14.2', version: '314.0.7' };

/**
 * Pyodide marks a failed JavaScript call by a value that no Python code can make. Its loader builds the two functions for
 * it in WebAssembly where the engine has garbage-collected references, and with a symbol elsewhere, as here.
 */
const errorMark = Symbol('error');

/** Pyodide's two programs. Whoever boots later may ask for them early: they are read once per thread. */
export async function importPyodide(folder: string): Promise<[PyodideLoader, EmscriptenFactory]> {
  const importFile = (name: string) => import(pathToFileURL(`${folder}/${name}`).href);
  return await Promise.all([importFile('pyodide.mjs'), importFile('pyodide.asm.mjs')]);
}

export async function bootInterpreter(options: BootOptions): Promise<BootedInterpreter> {
  const [loader, factory] = await importPyodide(options.pyodideFolder);
  let instance: WebAssembly.Instance | undefined;
  let booted: BootedInterpreter | undefined;

  const createPyodideModule = (settings: EmscriptenSettings) => {
    // The factory waits for ever when instantiation fails, so the failure is handed on beside it.
    return new Promise((resolve, reject) => {
      settings.instantiateWasm = (imports, succeed) => {
        instantiate(imports, options, () => booted).then((created) => {
          instance = created;
          succeed(created, options.wasmModule);
        }, reject);
        return {};
      };
      factory
        .default(settings)
        .then((module) => {
          shareMemory(module, options);
          return module;
        })
        .then(resolve, reject);
    });
  };

  const pyodide = await loader.loadPyodide({
    indexURL: options.pyodideFolder,
    stdLibURL: options.standardLibrary,
    lockFileContents: { info: lockFileInfo, packages: {} },
    jsglobals: options.jsGlobals,
    env: options.environment,
    // Otherwise `sys.executable` is the path of our own program.
    _sysExecutable: 'python3',
    stdout: options.onMessage,
    stderr: options.onMessage,
    createPyodideModule,
    ...(options.snapshot ? { _loadSnapshot: new Uint8Array(options.snapshot) } : {}),
  });
  if (!instance) throw new Error('Pyodide started without instantiating its module through our hook');
  booted = { pyodide, module: pyodide._module, exports: instance.exports };
  return booted;
}

async function instantiate(
  imports: WebAssembly.Imports,
  options: BootOptions,
  running: () => BootedInterpreter | undefined,
): Promise<WebAssembly.Instance> {
  const table = imports.env as ImportTable | undefined;
  if (!table || table !== imports.wasi_snapshot_preview1) throw new Error('This build of Pyodide is not the one that we know');
  table.Jsv_GetError_import = () => errorMark;
  table.JsvError_Check = (value: unknown) => (value === errorMark ? 1 : 0);
  for (const override of options.overrides) override({ table, running });
  return await WebAssembly.instantiate(options.wasmModule, imports);
}

/** Replaces one import by name. A name that this build of Pyodide doesn't import is a bug that must show at the first boot. */
export function replaceImport(table: ImportTable, name: string, replacement: (original: SystemCall) => SystemCall): void {
  const original = table[name];
  if (!original) throw new Error(`This build of Pyodide has no import named ${name}`);
  table[name] = replacement(original);
}
