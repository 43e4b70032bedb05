/** An instance is always in one of these, with a sentence that says why when it is not simply live. */
export type InstancePhase = 'starting' | 'live' | 'waiting' | 'failed' | 'stopped';

export interface InstanceStatus {
  readonly phase: InstancePhase;
  /** Plain sentence for people; empty when live without problems. */
  readonly reason: string;
  /** What is wrong although it runs: an old version of a module, a handler that is missing. */
  readonly problems: readonly RunProblem[];
}

/** A problem that showed itself while running. The place is in a file of the show where one is known. */
export interface RunProblem {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
}

/** Code of the problem that offers to bring back the version of a module before the one that raises again and again. */
export const rollbackOffered = 'python-rollback-offered';

/** Counters of one instance since it started; they only grow. */
export interface InstanceCounters {
  /** Events delivered to the instance. */
  readonly in: number;
  /** Events that the instance put out. */
  readonly out: number;
  /** Events lost for a counted reason: malformed input, a full queue of a datagram source, an event of a killed call. */
  readonly dropped: number;
  /** Events replaced by a newer one of the same channel while a consumer made no progress. */
  readonly coalesced: number;
  /** Timer ticks or rounds that came later than they should. */
  readonly late: number;
  /** Exceptions raised by user code. */
  readonly errors: number;
}

export const zeroCounters: InstanceCounters = { in: 0, out: 0, dropped: 0, coalesced: 0, late: 0, errors: 0 };
