import { maxBatchEvents } from '../../core/contract/pythonLink.ts';
import type { BootedInterpreter } from './bootInterpreter.ts';
import type { EmscriptenModule } from './emscriptenModule.ts';

/** The memory blocks of `state.py`, as views on the interpreter's heap. They are made anew whenever the heap has moved. */
export interface BlockAddresses {
  readonly batchSlots: number;
  readonly batchValues: number;
  readonly outputSlots: number;
  readonly outputValues: number;
  readonly control: number;
  readonly box: number;
}

export const boxField = {
  eventCount: 0,
  commonSlot: 1,
  nowMs: 2,
  isTimed: 3,
  nextDueMs: 4,
  managedCount: 5,
  lateCount: 6,
  callSeconds: 7,
} as const;
export const controlField = { outputCount: 0, isStaging: 1, outputsAddress: 2 } as const;

export const outputCapacity = 4096;
/** A handler that takes longer is timed at every call from then on. */
export const slowCallSeconds = 0.0005;

export class InterpreterMemory {
  private heap: ArrayBuffer | undefined;
  batchSlots = new Int32Array(0);
  batchValues = new Float64Array(0);
  outputSlots = new Int32Array(0);
  outputValues = new Float64Array(0);
  control = new Int32Array(0);
  box = new Float64Array(0);
  /** Number of events per slot. */
  callCounts = new Float64Array(0);
  private callCountsAddress = 0;
  private callCountsLength = 0;

  constructor(
    private readonly module: EmscriptenModule,
    readonly addresses: BlockAddresses,
  ) {
    this.refresh();
  }

  setCallCounts(address: number, length: number): void {
    this.callCountsAddress = address;
    this.callCountsLength = length;
    this.heap = undefined;
    this.refresh();
  }

  /** To be called before the views are used after Python has run: growing its memory detaches them. */
  refresh(): void {
    const heap = this.module.HEAP8.buffer;
    if (heap === this.heap) return;
    this.heap = heap;
    const { addresses } = this;
    this.batchSlots = new Int32Array(heap, addresses.batchSlots, maxBatchEvents);
    this.batchValues = new Float64Array(heap, addresses.batchValues, maxBatchEvents);
    this.outputSlots = new Int32Array(heap, addresses.outputSlots, outputCapacity);
    this.outputValues = new Float64Array(heap, addresses.outputValues, outputCapacity);
    this.control = new Int32Array(heap, addresses.control, 8);
    this.box = new Float64Array(heap, addresses.box, 16);
    this.callCounts = new Float64Array(heap, this.callCountsAddress, this.callCountsLength);
  }
}

/** Calls CPython's C interface directly: a crossing without the cost of a proxy. */
export class PythonCalls {
  private readonly callNoArguments: (callable: number) => number;
  private readonly release: (object: number) => void;
  private readonly clearError: () => void;

  constructor({ exports }: BootedInterpreter) {
    this.callNoArguments = functionOf(exports, 'PyObject_CallNoArgs');
    this.release = functionOf(exports, 'Py_DecRef');
    this.clearError = functionOf(exports, 'PyErr_Clear');
  }

  /** Calls the object at the address. False when it raised, which none of our entries does unless memory ran out. */
  run(callable: number): boolean {
    const result = this.callNoArguments(callable);
    if (result === 0) {
      this.clearError();
      return false;
    }
    this.release(result);
    return true;
  }
}

export function functionOf(exports: WebAssembly.Exports, name: string): (...args: number[]) => number {
  const found = exports[name];
  if (typeof found !== 'function') throw new Error(`This build of Pyodide doesn't export ${name}`);
  return found as (...args: number[]) => number;
}
