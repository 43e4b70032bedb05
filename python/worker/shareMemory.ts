import type { EmscriptenModule } from './emscriptenModule.ts';

const libraryPath = '/lib/python314.zip';
const pageWords = 1024;

interface SharedParts {
  readonly sharedLibrary: SharedArrayBuffer | null;
  readonly snapshot: SharedArrayBuffer | null;
}

/**
 * Saves two thirds of what an interpreter would take of the computer's memory for itself. Called between the start of the
 * module and the moment when Pyodide restores its snapshot.
 */
export function shareMemory(module: EmscriptenModule, { sharedLibrary, snapshot }: SharedParts): void {
  if (sharedLibrary) {
    const { node } = module.FS.lookupPath(libraryPath);
    node.contents = new Uint8Array(sharedLibrary);
    node.usedBytes = sharedLibrary.byteLength;
  }
  // Pyodide copies the snapshot by one `set` on this very array.
  if (snapshot)
    Object.defineProperty(module.HEAP8, 'set', { value: (source: Uint8Array) => copyPages(source, module), configurable: true });
}

/** Copies what differs from zero. Pages that were never written stay shared with all others of the operating system. */
function copyPages(source: Uint8Array, module: EmscriptenModule): void {
  const target = module.HEAP8;
  Reflect.deleteProperty(target, 'set');
  const from = new Int32Array(source.buffer, source.byteOffset, source.byteLength >> 2);
  const to = new Int32Array(target.buffer, 0, from.length);
  for (let start = 0; start < from.length; start += pageWords) {
    const end = Math.min(start + pageWords, from.length);
    if (!isZero(from, start, end) || !isZero(to, start, end)) to.set(from.subarray(start, end), start);
  }
}

function isZero(words: Int32Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (words[index] !== 0) return false;
  return true;
}
