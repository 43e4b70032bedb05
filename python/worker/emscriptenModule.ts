/** The parts of Pyodide's Emscripten module that we use. They are not public: `bootInterpreter` is pinned to one version. */
export interface EmscriptenModule {
  readonly HEAP8: Int8Array<ArrayBuffer>;
  readonly HEAP32: Int32Array<ArrayBuffer>;
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array<ArrayBuffer>;
  readonly HEAPF64: Float64Array<ArrayBuffer>;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (pointer: number) => void;
  readonly stringToNewUTF8: (text: string) => number;
  readonly UTF8ToString: (pointer: number) => string;
  readonly FS: EmscriptenFileSystem;
}

export interface EmscriptenFileSystem {
  mkdirTree(path: string): void;
  mount(type: unknown, options: { readonly root: string }, mountPoint: string): unknown;
  chdir(path: string): void;
  writeFile(path: string, data: Uint8Array | string): void;
  lookupPath(path: string): { readonly node: { contents: Uint8Array; usedBytes: number } };
  readFile(path: string): Uint8Array<ArrayBuffer>;
  readonly filesystems: { readonly NODEFS: unknown; readonly MEMFS: unknown };
}
