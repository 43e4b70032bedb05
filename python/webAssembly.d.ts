/** The part of WebAssembly that we use; Node's types leave it to the DOM's, which workers don't have. */
declare namespace WebAssembly {
  type ImportValue = object | number;
  type ModuleImports = Record<string, ImportValue>;
  type Imports = Record<string, ModuleImports>;
  type ExportValue = object | number;
  type Exports = Record<string, ExportValue>;
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }
  interface Global {
    value: number;
  }
  interface Table {
    grow(delta: number): number;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
}
