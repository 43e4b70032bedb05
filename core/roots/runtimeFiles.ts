import { dirname, join } from 'node:path';
import type { RuntimeFiles } from '../contract/engineLink.ts';

/** Where the built files lie: `distFolder` is `dist` of a checkout or of the unpacked part of a package; `node_modules` is beside it. */
export function runtimeFiles(distFolder: string): RuntimeFiles {
  return {
    engineWorker: join(distFolder, 'engineWorker.js'),
    pythonWorker: join(distFolder, 'pythonWorker.js'),
    pythonIoWorker: join(distFolder, 'pythonIoWorker.js'),
    pyodideFolder: join(dirname(distFolder), 'node_modules', 'pyodide'),
    pythonFolder: join(distFolder, 'python'),
  };
}
