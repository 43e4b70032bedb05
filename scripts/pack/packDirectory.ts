import { spawnSync } from 'node:child_process';
import path from 'node:path';

export interface PackOptions {
  readonly root: string;
  /** The stand-in is one for Linux, whatever this is. */
  readonly platform: 'linux' | 'this';
  /** Electron's distribution; without it electron-builder fetches one. */
  readonly electronDist: string | undefined;
  readonly outputFolder: string;
}

/** Packs what is in `dist/` as a folder with electron-builder, which needs no network for it when `electronDist` is given. */
export function packDirectory(options: PackOptions): { readonly exitCode: number; readonly output: string } {
  const cli = path.join(options.root, 'node_modules', 'electron-builder', 'cli.js');
  const target = options.platform === 'linux' ? ['--linux', 'dir'] : ['--dir'];
  const args = [cli, ...target, '--publish', 'never', `-c.directories.output=${options.outputFolder}`];
  if (options.electronDist !== undefined) args.push(`-c.electronDist=${options.electronDist}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: options.root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { exitCode: status ?? 1, output: `${stdout}${stderr}` };
}
