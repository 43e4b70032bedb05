import { statSync } from 'node:fs';
import path from 'node:path';
import { exampleShow, userFolder } from '../../electron/exampleShow.mjs';
import { findElectron } from '../findElectron.ts';
import { isBuilt } from './buildState.ts';
import { chooseHost } from './chooseHost.ts';
import { downloadElectron, unpackElectron } from './downloadElectron.ts';
import { runElectron } from './runElectron.ts';
import { serveInBrowser } from './serveInBrowser.ts';

const root = path.join(import.meta.dirname, '..', '..');
const stallMs = 20_000;
const usage = 'npm start [-- path/to/show.cfg]';

/** Opens the window of a show, or of the example, and stays until it is closed. Resolves with the exit code. */
export async function start(args: readonly string[]): Promise<number> {
  const [given, ...more] = args;
  if (more.length > 0 || given?.startsWith('-')) return complain(`Usage: ${usage}`);
  // npm changes into the project's folder; the path was typed elsewhere.
  const named = given === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
  const trouble = named === undefined ? undefined : troubleWith(named);
  if (trouble !== undefined) return complain(trouble);
  if (!(await buildWhenNeeded())) return 1;
  const showPath = named ?? exampleShow(path.join(root, 'examples'), userFolder());

  const failed = await tryElectron(showPath);
  if (typeof failed === 'number') return failed;
  print(`Electron can’t open a window here: ${failed}.\nThe same window in your browser, until you press Ctrl+C:\n`);
  return serveInBrowser(root, showPath, named === undefined);
}

/** The exit code after a window was open, or the reason why none was. */
async function tryElectron(showPath: string): Promise<number | string> {
  const isRoot = process.getuid?.() === 0;
  const host = chooseHost({
    platform: process.platform,
    nodeVersion: process.versions.node,
    isRoot,
    env: process.env,
    electron: findElectron(root),
  });
  if (host.kind === 'browser') return host.reason;
  if (host.kind === 'electron') return openIn(host.binary, showPath);
  print('Electron is not here yet.\n');
  const downloaded = await downloadElectron({ root, stallMs, print, isTerminal: process.stdout.isTTY });
  const unpacked = downloaded.ok ? unpackElectron(root) : downloaded;
  if (!unpacked.ok) return unpacked.error;
  const binary = findElectron(root);
  return binary === undefined ? 'its binary is missing after the download' : openIn(binary, showPath);
}

async function openIn(binary: string, showPath: string): Promise<number | string> {
  const outcome = await runElectron(
    binary,
    [root, showPath],
    (text) => process.stderr.write(text),
    () => print(`${path.basename(showPath)} is open. Close its window, or press Ctrl+C here, to stop.\n`),
  );
  return outcome.kind === 'closed' ? outcome.exitCode : outcome.reason;
}

async function buildWhenNeeded(): Promise<boolean> {
  if (isBuilt(root)) return true;
  print('Building …\n');
  try {
    const { buildParts } = await import('../build.mjs');
    await buildParts();
    return true;
  } catch (error) {
    complain(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function troubleWith(showPath: string): string | undefined {
  const stats = statSync(showPath, { throwIfNoEntry: false });
  if (!stats) return `There is no file ${showPath}.`;
  return stats.isDirectory() ? `${showPath} is a folder. Name the show's main .cfg file in it.` : undefined;
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

function print(text: string): void {
  process.stdout.write(text);
}
