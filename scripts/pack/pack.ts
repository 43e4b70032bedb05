import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findElectron } from '../findElectron.ts';
import { makeStandIn } from './makeStandIn.ts';
import { packDirectory } from './packDirectory.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** Builds and packs; resolves with the exit code. */
export async function pack(args: readonly string[]): Promise<number> {
  const unknown = args.filter((one) => one !== '--stand-in');
  if (unknown.length > 0) {
    process.stderr.write(`Usage: npm run pack [-- --stand-in]\n`);
    return 1;
  }
  const { buildParts } = await import('../build.mjs');
  await buildParts();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-pack-'));
  try {
    const outputFolder = path.join(root, 'release');
    const { exitCode, output } = args.includes('--stand-in')
      ? packDirectory({ root, platform: 'linux', electronDist: makeStandIn(root, folder), outputFolder })
      : packDirectory({ root, platform: 'this', electronDist: installedDist(), outputFolder });
    process.stdout.write(output);
    return exitCode;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Electron as `npm start` fetched it; undefined lets electron-builder fetch it. */
function installedDist(): string | undefined {
  return findElectron(root) === undefined ? undefined : path.join(root, 'node_modules', 'electron', 'dist');
}
