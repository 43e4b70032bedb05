import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { RuntimeFiles } from '../../core/contract/engineLink.ts';
import type { InterpreterImage } from '../../core/contract/pythonLink.ts';

/** Reads and compiles in other threads: the engine routes on while somebody adds the first Python instance. */
export async function readInterpreterImage({ pyodideFolder, pythonFolder }: RuntimeFiles): Promise<InterpreterImage> {
  const snapshotPath = `${pythonFolder}/snapshot.bin`;
  const [wasmModule, library, snapshot] = await Promise.all([
    readFile(`${pyodideFolder}/pyodide.asm.wasm`).then((bytes) => WebAssembly.compile(bytes)),
    readShared(`${pythonFolder}/stdlib.zip`),
    existsSync(snapshotPath) ? readShared(snapshotPath) : null,
  ]);
  return { wasmModule, library, snapshot };
}

async function readShared(path: string): Promise<SharedArrayBuffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    for (let position = 0; position < size; ) {
      const { bytesRead } = await file.read(bytes, position, size - position, position);
      if (bytesRead === 0) throw new Error(`${path} ended early`);
      position += bytesRead;
    }
    return bytes.buffer;
  } finally {
    await file.close();
  }
}
