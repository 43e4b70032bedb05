import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

/** Builds the double below `folder`: the main side as modules that share one state, the page side as two scripts. */
export async function buildDouble(folder: string): Promise<{ readonly run: string }> {
  const common = { absWorkingDir: here, bundle: true, outdir: folder, logLevel: 'warning' as const };
  await Promise.all([
    build({
      ...common,
      entryPoints: ['main/run.ts', 'main/electron.ts', 'main/control.ts'],
      platform: 'node',
      target: 'node20',
      format: 'esm',
      splitting: true,
      sourcemap: 'inline',
      external: ['./control.js'],
      banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    }),
    build({ ...common, entryPoints: ['page/pageWorld.ts'], platform: 'browser', format: 'iife' }),
    build({ ...common, entryPoints: ['page/preloadWorld.ts'], platform: 'browser', format: 'iife', globalName: 'preloadWorld' }),
  ]);
  return { run: path.join(folder, 'run.js') };
}
