import type { BootedInterpreter } from './bootInterpreter.ts';
import { functionOf, outputCapacity } from './interpreterMemory.ts';

/** Addresses of the objects and memory blocks that the built-in works on. */
export interface OutputAddresses {
  readonly slots: number;
  readonly twin: number;
  readonly control: number;
  readonly outputSlots: number;
  readonly outputValues: number;
}

export interface FastOutput {
  /** To be called whenever the dict of slots has changed. */
  forgetNames(): void;
}

/** CPython's flag for functions that take their arguments as an array. */
const methodFastCall = 0x80;
const cacheBytes = 512;
const imported = [
  'PyFloat_AsDouble',
  'PyErr_Occurred',
  'PyDict_GetItemWithError',
  'PyLong_AsLong',
  'PyObject_Vectorcall',
  'Py_IncRef',
  'Py_DecRef',
];

/**
 * Makes `midimonster.output` of `output.wat` a built-in function of the running interpreter, as `fast_output` in the given
 * module. It shares memory and function table with CPython, so a call crosses no border.
 */
export function installFastOutput(
  { module, exports }: BootedInterpreter,
  wasm: Uint8Array<ArrayBuffer>,
  addresses: OutputAddresses,
  moduleName: string,
  flush: () => void,
): FastOutput {
  const table = exports.__indirect_function_table as WebAssembly.Table;
  const tableIndex = table.grow(1);
  const cache = allocate(cacheBytes);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), {
    env: { memory: exports.memory!, table },
    python: Object.fromEntries(imported.map((name) => [name, functionOf(exports, name)])),
    host: { flush },
    address: {
      ...addresses,
      tableIndex,
      cache,
      capacity: outputCapacity,
      none: globalOf('_Py_NoneStruct'),
      floatType: globalOf('PyFloat_Type'),
      strType: globalOf('PyUnicode_Type'),
    },
  });

  // A PyMethodDef: name, function, flags, docstring.
  const definition = allocate(16);
  const name = module.stringToNewUTF8('output');
  const doc = module.stringToNewUTF8('Puts a value out on a channel; it is routed when the running Python code has returned.');
  module.HEAPU32.set([name, tableIndex, methodFastCall, doc], definition >> 2);
  const builtIn = functionOf(exports, 'PyCMethod_New')(definition, 0, 0, 0);
  const owner = functionOf(exports, 'PyImport_AddModule')(module.stringToNewUTF8(moduleName));
  const names = functionOf(exports, 'PyModule_GetDict')(owner);
  functionOf(exports, 'PyDict_SetItemString')(names, module.stringToNewUTF8('fast_output'), builtIn);
  return { forgetNames: functionOf(instance.exports, 'forgetNames') };

  function allocate(bytes: number): number {
    const address = module._malloc(bytes);
    module.HEAPU8.fill(0, address, address + bytes);
    return address;
  }

  function globalOf(symbol: string): number {
    const found = exports[symbol];
    if (typeof found !== 'object' || !('value' in found) || typeof found.value !== 'number') throw new Error(`No symbol ${symbol}`);
    return found.value;
  }
}
