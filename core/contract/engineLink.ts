/**
 * Messages between the main process and the engine worker. Both ends are our own threads, so types alone do here.
 * Every request has an id and is answered by exactly one `reply`; the sender gives up after a timeout or when the worker dies.
 */
import type { LogLevel } from '../base/logger.ts';
import type { InstanceCounters, InstanceStatus, RunProblem } from './instanceState.ts';
import type { Plan } from './plan.ts';
import type { PlanChange } from './planChange.ts';

/** How Python's stdout and stderr leave: unchanged to those of the process, or as `console` messages. */
export type StdioMode = 'inherit' | 'forward';

/** `workerData` of the engine worker. */
export interface EngineWorkerData {
  readonly files: RuntimeFiles;
  readonly stdio: StdioMode;
}

/** Absolute paths of built files that workers load; in a package all of them lie outside of the archive. */
export interface RuntimeFiles {
  readonly engineWorker: string;
  readonly pythonWorker: string;
  readonly pythonIoWorker: string;
  /** Folder with Pyodide's own `pyodide.mjs`, `.asm.mjs`, `.asm.wasm`. */
  readonly pyodideFolder: string;
  /** Folder with what the build makes for Python: `stdlib.zip`, `midimonster.zip`, `output.wasm`. */
  readonly pythonFolder: string;
}

export type EngineRequest =
  /** Replace the running plan in one step between two rounds. Answered with `Applied` when all instances of it exist (not: are live). */
  | { readonly type: 'apply'; readonly id: number; readonly plan: Plan }
  /** The same, with the difference to the plan of the request before. */
  | { readonly type: 'applyChange'; readonly id: number; readonly change: PlanChange }
  /**
   * After a restart of the worker: what the dead one had last delivered to these channels. The engine stores the values as `in`
   * rows and delivers them once to the instances that are plain outputs (not to those that are drained: user code has run for them).
   */
  | {
      readonly type: 'resume';
      readonly id: number;
      readonly instances: readonly string[];
      readonly specs: readonly string[];
      readonly values: Float64Array;
    }
  /** A file of the show was saved; backends that loaded it take it over. Answers `FileChangeOutcome[]`. */
  | { readonly type: 'fileChanged'; readonly id: number; readonly path: string }
  /** Make an event on a channel as if its instance had put it out. Unknown channels are refused. */
  | { readonly type: 'inject'; readonly id: number; readonly instance: string; readonly spec: string; readonly value: number }
  /** Stop all instances within the budget, run cleanup handlers, then answer. Nothing else is answered afterwards. */
  | { readonly type: 'stop'; readonly id: number; readonly budgetMs: number };

export type EngineNotice =
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly ok: false; readonly message: string }
  /** Channels that got an id: parallel arrays. Ids are never taken back. */
  | { readonly type: 'channels'; readonly ids: Int32Array; readonly instances: readonly string[]; readonly specs: readonly string[] }
  /** The value table moved to a larger buffer; the old one is no longer written. See `valueTable.ts`. */
  | { readonly type: 'valueTable'; readonly buffer: SharedArrayBuffer; readonly capacity: number }
  | { readonly type: 'status'; readonly instance: string; readonly status: InstanceStatus }
  | {
      readonly type: 'console';
      readonly instance: string;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
      readonly wallMs: number;
    }
  | { readonly type: 'log'; readonly level: LogLevel; readonly source: string; readonly message: string }
  | { readonly type: 'stats'; readonly stats: EngineStats }
  | { readonly type: 'profile'; readonly instance: string; readonly rows: readonly CallProfile[] };

export interface Applied {
  /** How long nothing was routed. */
  readonly tookMs: number;
}

export interface FileChangeOutcome {
  readonly instance: string;
  /** `swapped`: the new version answers from now on; `kept`: the old one goes on; `untouched`: not loaded there. */
  readonly outcome: 'swapped' | 'kept' | 'untouched';
  readonly tookMs: number;
  readonly problem?: RunProblem;
}

/** Sent a few times a second. */
export interface EngineStats {
  readonly wallMs: number;
  readonly instances: readonly { readonly instance: string; readonly counters: InstanceCounters }[];
  /** Feedback loops that ran since the last message: the wires and channels on the path. */
  readonly loops: readonly { readonly wires: readonly string[]; readonly channels: readonly string[] }[];
  /** Longest time between two turns of the engine since the last message. */
  readonly worstTurnMs: number;
}

/** One handler, interval, socket or cleanup function of a Python instance. Times are sampled, counts are exact. */
export interface CallProfile {
  readonly name: string;
  readonly kind: 'handler' | 'interval' | 'socket' | 'cleanup';
  readonly calls: number;
  readonly errors: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Share of the instance's time since the last message, 0..1. */
  readonly share: number;
}
