import type { OptionSetting } from './protocol.ts';

/**
 * What the engine runs: a show with overrides, includes and ranges resolved and everything invalid left out.
 * Made by `core/show/compile`, sent to the engine worker by structured clone, applied in one step.
 */
export interface Plan {
  /** Revision of the document that it was made from. */
  readonly revision: number;
  /** Absolute folder of the main configuration file. */
  readonly showFolder: string;
  /** `[backend X]` options by backend name. */
  readonly backends: readonly PlannedBackend[];
  /** In the order of their sections. */
  readonly instances: readonly PlannedInstance[];
  readonly routes: PlannedRoutes;
  readonly settings: RunSettings;
}

export interface PlannedBackend {
  readonly name: string;
  readonly options: readonly OptionSetting[];
}

export interface PlannedInstance {
  readonly name: string;
  readonly backend: string;
  /** In order, overrides first. */
  readonly options: readonly OptionSetting[];
  /** Absolute folder of the file that holds the section; Python searches its modules there. */
  readonly folder: string;
  /** Specs of its mapped channels in order of creation: per map line source before target. */
  readonly channels: readonly string[];
}

/**
 * Routes as parallel arrays in the order of the map lines, duplicates folded. A plan channel index counts all channels of
 * all instances: those of the first instance first, in the order of `PlannedInstance.channels`.
 */
export interface PlannedRoutes {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  /** Index into `wires`. */
  readonly wireOf: Int32Array;
  /** Key of the map line (see `WireView.key`). */
  readonly wires: readonly string[];
}

/** Settings that the configuration format has no place for, from `<name>.patchmonster.json`. */
export interface RunSettings {
  /** Longest computing time of one call into Python. */
  readonly handlerBudgetMs: number;
  /** Longest time of one call that sleeps or waits for a socket. */
  readonly blockingBudgetMs: number;
  readonly importBudgetMs: number;
  /** Memory cap of one Python instance in MiB. */
  readonly memoryCapMiB: number;
  /** A module version that raises this often within `rollbackWindowMs` after a swap is offered for roll-back. */
  readonly rollbackErrors: number;
  readonly rollbackWindowMs: number;
}

export const defaultRunSettings: RunSettings = {
  handlerBudgetMs: 1_000,
  blockingBudgetMs: 10_000,
  importBudgetMs: 10_000,
  memoryCapMiB: 512,
  rollbackErrors: 5,
  rollbackWindowMs: 10_000,
};
