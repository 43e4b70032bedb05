import { type ImportOverride, replaceImport } from './bootInterpreter.ts';

const mebibyte = 1024 * 1024;

/** Limits an interpreter's memory: beyond the cap Python sees MemoryError and goes on. */
export class MemoryCap {
  capMiB = Number.POSITIVE_INFINITY;

  readonly override: ImportOverride = ({ table, running }) => {
    replaceImport(table, 'emscripten_resize_heap', (grow) => (requested: number) => {
      const current = running()?.module.HEAP8.length ?? 0;
      // Emscripten grows by a fifth more than asked for, at most 96 MiB: that has to fit as well.
      const predicted = Math.max(requested >>> 0, Math.min(current * 1.2, (requested >>> 0) + 96 * mebibyte));
      return predicted > this.capMiB * mebibyte ? 0 : grow(requested);
    });
  };
}
