/**
 * Between the supervisor (`python/host`, in the engine worker) and one Python worker: two event rings, one block of shared
 * words, and a MessagePort for everything that is rare. The worker blocks on the shared words and never returns to its event
 * loop, so it looks for messages only when `mail` says so.
 */
import type { CallProfile, RuntimeFiles, StdioMode } from './engineLink.ts';
import type { RunProblem } from './instanceState.ts';
import type { RunSettings } from './plan.ts';

/** Int32 words that supervisor and worker share. "S" or "W" names the only writer where there is one. */
export const pythonWord = {
  /** Counts everything that the worker should wake up for. */
  wake: 0,
  /** 1 from the worker's wait on `wake` until someone has notified it, so that nobody notifies in vain: waking a thread is slow. */
  isSleeping: 1,
  /** Pyodide's interrupt buffer: the supervisor stores 2 (SIGINT), the interpreter takes it back to 0. */
  interrupt: 2,
  /** S: messages posted to the worker. */
  mail: 3,
  /** S: 1 when no user code may be entered any more except cleanup. */
  isHalted: 4,
  /** 1 from the worker's doorbell message until the supervisor has looked. */
  doorbell: 5,
  /** W: grows by one at each entry into Python and at each return: odd means inside. */
  entry: 6,
  /** W: what the running entry is, a `pythonEntry`. */
  entryKind: 7,
  /** W: events of the batch that the running entry works on; they leave the input ring when it returns. */
  entryEvents: 8,
  /** W: ticks that Python's own handler has seen. */
  ticksSeen: 9,
  /** W: 1 + number of the call within its entry from the moment when it was told that its time is up until it has ended, else 0. */
  overBudgetCall: 10,
  /** S: events that the worker takes into one entry. */
  batchLimit: 11,
  /** W: outputs replaced by a newer one of their channel because the ring stayed full. */
  outputsCoalesced: 12,
  /** Longest chain of routes behind the events that were delivered and not taken yet. */
  hopsIn: 13,
  /** W: the same for the last published outputs. */
  hopsOut: 14,
  /** S: write index up to which the outputs have been routed, and what they caused was delivered. */
  routedIndex: 15,
  /** W: calls of intervals that were left out because their time had passed. */
  lateCalls: 16,
  /** W: a word that never changes, to wait on for a moment. */
  never: 17,
  /** W: 1 while due intervals or functions of sockets wait for `routedIndex`; else nobody wakes the worker for that. */
  awaitsRouting: 18,
  /** W: which call of the entry runs, from 1: of events its place in the batch, else a number of `functions`. 0 means not told. */
  runningCall: 19,
  /** W: 1 while there are intervals or managed sockets: what is called without an event, and after the effects of what was put out before. */
  hasOwnCalls: 20,
} as const;

export const pythonWordCount = 32;

export const pythonEntry = { none: 0, load: 1, events: 2, intervals: 3, sockets: 4, cleanup: 5 } as const;

/** Largest number of events that cross into Python at once. */
export const maxBatchEvents = 1024;

/** A full ring holds its producers back only while its consumer takes something out within this time. Both directions. */
export const stallLimitMs = 50;

/** Who puts out more than this in one entry is not held back until others have handled it: worker and engine work side by side. */
export const bulkOutputs = 1024;

/** The worker's message for "look at the rings". It comes with every batch, and an empty message is the quickest to send. */
export const pythonDoorbell = null;

/** Wakes a worker that waits on its words. Callable from any thread. */
export function wakePython(words: Int32Array): void {
  Atomics.add(words, pythonWord.wake, 1);
  if (Atomics.compareExchange(words, pythonWord.isSleeping, 1, 0) === 1) Atomics.notify(words, pythonWord.wake);
}

/** What all interpreters of a process start from. A worker's first message, so that its thread starts while this is still read. */
export interface InterpreterImage {
  /** Compiled once per process. A `WebAssembly.Module`, which not every environment's types know. */
  readonly wasmModule: object;
  /** An interpreter's memory after its start, or null to start without it. */
  readonly snapshot: SharedArrayBuffer | null;
  /** The standard library, read once. */
  readonly library: SharedArrayBuffer;
}

/** `workerData`: enough to boot with an image; what to run follows in `assign`, so that a spare can be booted before anyone knows. */
export interface PythonWorkerData {
  readonly files: RuntimeFiles;
  readonly words: SharedArrayBuffer;
  /** The worker's end of the port for the messages below. */
  readonly port: unknown;
  /** Its line to the sockets worker, defined by `python/sockets`. */
  readonly socketLink: unknown;
}

/** Supervisor to worker. */
export type PythonRequest =
  /** Once per worker: loads the modules, answered by `loaded`. */
  | { readonly type: 'assign'; readonly assignment: PythonAssignment }
  /** All other instances have loaded as well: bind handlers, put out initial values, run. Answered by `live`. */
  | { readonly type: 'start'; readonly channels: PythonChannels }
  /** The map changed while running. Answered by `live`. */
  | { readonly type: 'channels'; readonly channels: PythonChannels }
  | { readonly type: 'settings'; readonly settings: RunSettings }
  /** A file was saved. Answered by `reloaded`. */
  | { readonly type: 'fileChanged'; readonly id: number; readonly path: string }
  /** Runs the cleanup handler, flushes everything, answers `cleaned`, and ends. */
  | { readonly type: 'cleanUp' };

export interface PythonAssignment {
  readonly instance: string;
  readonly folder: string;
  readonly showFolder: string;
  /** As written in the configuration. */
  readonly modules: readonly string[];
  readonly defaultHandler: string | null;
  /** By Python's path: text that runs although the file says something else, which was refused. A character for each byte. */
  readonly held: Readonly<Record<string, string>>;
  readonly stdio: StdioMode;
  readonly settings: RunSettings;
  readonly input: SharedArrayBuffer;
  readonly output: SharedArrayBuffer;
  /** Events per ring. */
  readonly ringCapacity: number;
}

/** The instance's channels in the order of `channels()`. */
export interface PythonChannels {
  readonly specs: readonly string[];
  readonly slots: Int32Array;
  /** 1 where a route delivers to the channel. */
  readonly isTarget: Uint8Array;
  /** Last output per channel, for a worker that replaces another one; NaN where there was none. */
  readonly lastOutputs: Float64Array | null;
  /** Last delivered input, likewise. */
  readonly lastInputs: Float64Array | null;
}

/** Worker to supervisor. */
export type PythonNotice =
  /** The interpreter stands. `outputKind` says which implementation of `output()` passed its self-test. */
  | { readonly type: 'booted'; readonly tookMs: number; readonly outputKind: 'wasm' | 'python'; readonly notes: readonly string[] }
  /** `created` are the channels that `output()` made while loading, in order. */
  | {
      readonly type: 'loaded';
      readonly created: readonly string[];
      readonly problems: readonly RunProblem[];
      /** Text of the files that run now, as in `held`. */
      readonly sources: Readonly<Record<string, string>>;
      readonly tookMs: number;
    }
  /** Runs; the problems replace those of earlier notices. */
  | { readonly type: 'live'; readonly problems: readonly RunProblem[] }
  | { readonly type: 'print'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** User code raised `count` times since the last notice; `places` has the newest per line of code, at most ten. */
  | { readonly type: 'raised'; readonly count: number; readonly places: readonly RunProblem[] }
  /** What can be named of a call that never returns, as `module.function (file line n)`; only what is new or has changed. */
  | {
      readonly type: 'functions';
      readonly handlers: readonly (readonly [channel: string, place: string])[];
      readonly calls: readonly (readonly [number: number, place: string])[];
    }
  /** The running call was told that its time is up, and where it was. */
  | { readonly type: 'overrun'; readonly reason: string }
  /** A call was ended because its time was up, or a managed socket was dropped: one sentence for the log. */
  | { readonly type: 'note'; readonly level: 'info' | 'warning' | 'error'; readonly message: string }
  /** The worker begins to take over a file; `reloaded` follows if it ever ends. */
  | { readonly type: 'takingOver'; readonly path: string }
  | {
      readonly type: 'reloaded';
      readonly id: number;
      readonly path: string;
      readonly outcome: 'swapped' | 'kept' | 'untouched';
      readonly tookMs: number;
      readonly problem: RunProblem | null;
      /** All problems that hold now. */
      readonly problems: readonly RunProblem[];
      readonly created: readonly string[];
      /** Text that runs since then. */
      readonly sources: Readonly<Record<string, string>>;
    }
  | { readonly type: 'profile'; readonly rows: readonly CallProfile[] }
  | { readonly type: 'cleaned' }
  /** The interpreter can't go on. */
  | { readonly type: 'died'; readonly reason: string };
