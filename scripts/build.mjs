// Builds `dist/`: node scripts/build.mjs [core] [python] [electron] [renderer]; without a name, everything.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildRenderer } from 'vite';
import { buildPythonFiles } from './buildPython.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS packages that are bundled into ES modules still call `require` for Node's own modules. */
const requireShim = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const node = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  external: ['electron', 'pyodide'],
  banner: { js: requireShim },
  logLevel: 'warning',
};

const parts = {
  core: () =>
    build({
      ...node,
      entryPoints: { cli: 'core/headless/cli.ts', engineWorker: 'core/roots/engineWorker.ts' },
      outdir: 'dist',
    }),
  python: () =>
    Promise.all([
      build({
        ...node,
        entryPoints: { pythonWorker: 'python/worker/pythonWorker.ts', pythonIoWorker: 'python/sockets/ioWorker.ts' },
        outdir: 'dist',
      }),
      buildPythonFiles(root),
    ]),
  electron: () =>
    Promise.all([
      build({ ...node, entryPoints: { main: 'electron/main.ts' }, outdir: 'dist/electron' }),
      // A sandboxed preload must be one CommonJS file.
      build({
        ...node,
        banner: {},
        entryPoints: { preload: 'electron/preload.ts' },
        outdir: 'dist/electron',
        format: 'cjs',
        platform: 'browser',
        target: 'chrome130',
        outExtension: { '.js': '.cjs' },
      }),
    ]),
  renderer: () => buildRenderer({ root: `${root}/renderer`, configFile: `${root}/vite.config.ts`, logLevel: 'warn' }),
};

/** @param {readonly string[]} names */
export async function buildParts(names = Object.keys(parts)) {
  await mkdir(`${root}/dist`, { recursive: true });
  for (const name of names) {
    const part = parts[/** @type {keyof typeof parts} */ (name)];
    if (!part) throw new Error(`Unknown part "${name}"; known: ${Object.keys(parts).join(', ')}`);
    await part();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  await buildParts(names.length > 0 ? names : undefined);
}
