import type { EmscriptenModule } from './emscriptenModule.ts';

/** Reference count of objects that are never freed, on 32-bit builds of CPython 3.14 (`_Py_IMMORTAL_INITIAL_REFCNT`). */
const immortalCount = 5 << 28;

/**
 * Makes `text += more` raise MemoryError when there is no room. When CPython 3.14 can't append (`BINARY_OP_INPLACE_ADD_UNICODE`) it
 * puts NULL into the variable as if it were an object and only then looks whether it did. On 32-bit builds the mark of "nothing" in
 * a variable is the bit that immortal objects have too, and it is read from the object's reference count: here from address 0,
 * which is ordinary memory in WebAssembly that nothing else uses (static data starts at 1024). With the count of an immortal object
 * there, NULL is taken for nothing and the error is raised; with 0 the interpreter goes on with the address 0 and breaks.
 */
export function markNullReference(module: EmscriptenModule): void {
  if (module.HEAP32[0] !== 0 && module.HEAP32[0] !== immortalCount) return;
  module.HEAP32[0] = immortalCount;
}
