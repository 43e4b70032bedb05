/**
 * The TypeScript half of the runtime inside one interpreter: the memory that both halves share, the entries into Python, and
 * the functions that Python calls. Its other half is `python/midimonster`.
 */
import type { PythonChannels, PythonNotice } from '../../core/contract/pythonLink.ts';
import { pythonEntry } from '../../core/contract/pythonLink.ts';
import type { PythonSockets } from '../sockets/installSockets.ts';
import type { BootedInterpreter } from './bootInterpreter.ts';
import { type FastOutput, installFastOutput } from './fastOutput.ts';
import { boxField, controlField, InterpreterMemory, PythonCalls, slowCallSeconds } from './interpreterMemory.ts';
import { makeBridge } from './pythonBridge.ts';
import { RaisedReport } from './raisedReport.ts';
import type { WorkerWords } from './workerWords.ts';

/** What the runtime needs of the worker around it. */
export interface RuntimeHost {
  readonly words: WorkerWords;
  /** Takes what `output()` has collected because its buffer is full, in the middle of an entry. */
  readonly flushOutputs: () => void;
  readonly post: (notice: PythonNotice) => void;
  /** Milliseconds that calls have spent waiting, not computing. */
  readonly blockedMs: () => number;
  readonly sockets: Pick<PythonSockets, 'readiness' | 'watch' | 'openStage' | 'commitStage' | 'rollbackStage'>;
}

/** The functions of `python/midimonster/start.py` and `running.py`, as proxies. */
interface PythonSide {
  readonly connect: (host: object) => void;
  readonly offer_module: () => boolean;
  readonly load: (assignment: string) => string;
  readonly start: (channels: string) => string;
  readonly change_channels: (channels: string) => string;
  readonly set_settings: (settings: string) => void;
  readonly file_changed: (path: string) => string;
  readonly clean_up: () => void;
  readonly profile_rows: (elapsedMs: number) => string;
  readonly addresses: () => string;
  readonly view: (name: string) => { getBuffer(): PythonBuffer };
}

/** A Python object's memory, which stays where it is until it is released. */
interface PythonBuffer {
  readonly data: { readonly byteOffset: number; readonly length: number };
  release(): void;
}

interface EntryAddresses {
  readonly runEvent: number;
  readonly noteSlowCall: number;
  readonly runEvents: number;
  readonly runIntervals: number;
  readonly runSockets: number;
  readonly flushStreams: number;
  readonly slots: number;
  readonly twin: number;
}

const warmUpRounds = 400;
const moduleName = '_patchmonster.start';

export class PythonRuntime {
  readonly memory: InterpreterMemory;
  readonly calls: PythonCalls;
  readonly python: PythonSide;
  readonly addresses: EntryAddresses;
  private isBroken = false;
  /** What user code raised and nobody was told yet. */
  readonly raised: RaisedReport;
  private fastOutput: FastOutput | undefined;
  private tables: PythonBuffer[] = [];

  constructor(
    readonly booted: BootedInterpreter,
    private readonly host: RuntimeHost,
  ) {
    this.python = booted.pyodide.pyimport(moduleName) as unknown as PythonSide;
    this.raised = new RaisedReport(host.post);
    this.python.connect(makeBridge(host, this.raised));
    this.addresses = JSON.parse(this.python.addresses()) as EntryAddresses;
    this.calls = new PythonCalls(booted);
    this.memory = new InterpreterMemory(booted.module, {
      batchSlots: this.addressOf('batch_slots'),
      batchValues: this.addressOf('batch_values'),
      outputSlots: this.addressOf('output_slots'),
      outputValues: this.addressOf('output_values'),
      control: this.addressOf('control'),
      box: this.addressOf('box'),
    });
    this.adoptTables();
  }

  /** Makes `import midimonster` work. Says which implementation of `output()` it has. */
  offerModule(fastOutputWasm: Uint8Array<ArrayBuffer> | undefined): 'wasm' | 'python' {
    if (fastOutputWasm) {
      const addresses = { ...this.memory.addresses, slots: this.addresses.slots, twin: this.addresses.twin };
      this.fastOutput = installFastOutput(this.booted, fastOutputWasm, addresses, moduleName, this.host.flushOutputs);
    }
    const isFast = this.python.offer_module();
    this.fastOutput?.forgetNames();
    this.adoptTables();
    return isFast ? 'wasm' : 'python';
  }

  setNow(nowMs: number): void {
    this.memory.refresh();
    this.memory.box[boxField.nowMs] = nowMs;
  }

  /** Runs handlers for the `count` events that were copied to the batch. */
  runEvents(count: number, isTimed: boolean): void {
    if (count === 1 && !isTimed) {
      this.runEvent();
      return;
    }
    const { memory } = this;
    const { batchSlots, callCounts } = memory;
    let common = batchSlots[0]!;
    for (let index = 0; index < count; index++) {
      const slot = batchSlots[index]!;
      callCounts[slot]!++;
      if (slot !== common) common = -1;
    }
    memory.box[boxField.eventCount] = count;
    memory.box[boxField.commonSlot] = common;
    memory.box[boxField.isTimed] = isTimed ? 1 : 0;
    this.enter(pythonEntry.events, count, this.addresses.runEvents);
  }

  /** Python's clock costs more than the rest of such an entry; ours nearly nothing. */
  private runEvent(): void {
    const { memory } = this;
    const slot = memory.batchSlots[0]!;
    memory.callCounts[slot]!++;
    memory.box[boxField.isTimed] = 0;
    const startedMs = performance.now();
    this.enter(pythonEntry.events, 1, this.addresses.runEvent);
    const seconds = (performance.now() - startedMs) / 1000;
    if (seconds <= slowCallSeconds || memory.box[boxField.isTimed] !== 0) return;
    memory.box[boxField.callSeconds] = seconds;
    this.calls.run(this.addresses.noteSlowCall);
  }

  runIntervals(): void {
    this.enter(pythonEntry.intervals, 0, this.addresses.runIntervals);
  }

  /** Number of socket handlers that were called. */
  runSockets(): number {
    this.enter(pythonEntry.sockets, 0, this.addresses.runSockets);
    return this.memory.box[boxField.eventCount] ?? 0;
  }

  flushStreams(): void {
    this.calls.run(this.addresses.flushStreams);
  }

  get nextDueMs(): number {
    return this.memory.box[boxField.nextDueMs] ?? 0;
  }

  /** Calls of intervals that were left out because their time had passed, since the last look. */
  takeLateCount(): number {
    const late = this.memory.box[boxField.lateCount] ?? 0;
    this.memory.box[boxField.lateCount] = 0;
    return late;
  }

  get managedCount(): number {
    return this.memory.box[boxField.managedCount] ?? 0;
  }

  get outputCount(): number {
    return this.memory.control[controlField.outputCount] ?? 0;
  }

  clearOutputs(): void {
    this.memory.control[controlField.outputCount] = 0;
  }

  /** `start` or `change_channels`; returns the problems as JSON. */
  setChannels(call: 'start' | 'change_channels', channels: PythonChannels): string {
    const problems = this.python[call](
      JSON.stringify({
        specs: channels.specs,
        slots: [...channels.slots],
        isTarget: [...channels.isTarget],
        lastOutputs: known(channels.lastOutputs),
        lastInputs: known(channels.lastInputs),
      }),
    );
    this.fastOutput?.forgetNames();
    this.adoptTables();
    return problems;
  }

  /** Runs a rare call into Python as an entry, so that the watchdog looks at it. It may throw what Python raises. */
  enterWith<T>(kind: number, call: () => T): T {
    this.host.words.beginEntry(kind, 0);
    try {
      return call();
    } catch (error) {
      if (!isPythonError(error)) this.isBroken = true;
      throw error;
    } finally {
      this.leave();
    }
  }

  private enter(kind: number, events: number, entry: number): void {
    this.host.words.beginEntry(kind, events);
    try {
      if (!this.calls.run(entry))
        this.host.post({ type: 'note', level: 'error', message: 'Python was interrupted or ran out of memory between two calls' });
    } catch (error) {
      this.isBroken = true;
      throw error;
    } finally {
      this.leave();
    }
  }

  /** An interpreter that threw a JavaScript error is lost; its entry stays open so that the supervisor sees what it died of. */
  private leave(): void {
    if (this.isBroken) return;
    this.host.words.endEntry();
    this.memory.refresh();
  }

  /** Runs the paths of a batch a few hundred times, so that the first events of a show don't pay for compiling them. */
  warmUp(): void {
    this.setNow(0);
    for (let round = 0; round < warmUpRounds; round++) {
      this.memory.batchSlots.fill(0, 0, 4);
      this.memory.batchSlots[1] = round % 2;
      this.runEvents(1 + (round % 4), round % 8 === 0);
      this.flushStreams();
    }
    this.memory.callCounts.fill(0);
  }

  /** The tables per slot may have moved when channels were added. */
  private adoptTables(): void {
    for (const table of this.tables) table.release();
    const outputs = this.python.view('outputs').getBuffer();
    const counts = this.python.view('call_counts').getBuffer();
    this.tables = [outputs, counts];
    this.memory.setCallCounts(counts.data.byteOffset, counts.data.length);
    this.memory.control[controlField.outputsAddress] = outputs.data.byteOffset;
  }

  private addressOf(name: string): number {
    return this.python.view(name).getBuffer().data.byteOffset;
  }
}

function isPythonError(error: unknown): boolean {
  return error instanceof Error && error.name === 'PythonError';
}

function known(values: Float64Array | null): (number | null)[] | null {
  return values === null ? null : Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
