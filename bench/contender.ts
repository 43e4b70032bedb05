import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { cliFile, rootFolder } from '../e2e/driver/paths.ts';
import { ShowFolder } from '../e2e/driver/showFolder.ts';
import { startCommand } from '../e2e/process/commandProgram.ts';
import type { Program } from '../e2e/process/program.ts';

/** A program that runs a show: ours by its real command, or the reference. */
export interface Contender {
  readonly name: 'ours' | 'reference';
  start(showFile: string): Program & { readonly pid: number | undefined };
}

const ours: Contender = {
  name: 'ours',
  start: (showFile) => startCommand([process.execPath, cliFile], rootFolder, ['run', showFile]),
};

/** Ours, and the reference where $MIDIMONSTER names its file. */
export function contenders(): Contender[] {
  const file = process.env.MIDIMONSTER;
  return file === undefined ? [ours] : [ours, referenceAt(file)];
}

/** Python's own extension modules are found by the reference only when libpython is loaded before it. */
function referenceAt(file: string): Contender {
  const libraries = spawnSync('ldd', [path.join(path.dirname(file), 'backends', 'python.so')], { encoding: 'utf8' }).stdout ?? '';
  const libpython = /libpython\S+ => (\S+)/.exec(libraries)?.[1];
  const environment = { PYTHONDONTWRITEBYTECODE: '1', ...(libpython === undefined ? {} : { LD_PRELOAD: libpython }) };
  return { name: 'reference', start: (showFile) => startCommand([file], path.dirname(file), [showFile], environment) };
}

/** Runs a show, waits for `lineCount` lines that match on stdout, and stops it whatever happens. */
export async function withShow<T>(
  contender: Contender,
  files: Readonly<Record<string, string>>,
  isReadyLine: RegExp,
  use: (program: Program & { readonly pid: number | undefined }) => Promise<T>,
): Promise<T> {
  const folder = new ShowFolder(files);
  const program = contender.start(folder.file('show.cfg'));
  try {
    if (!(await program.stdout.waitFor((line) => isReadyLine.test(line), 60_000))) {
      throw new Error(`${contender.name} did not get ready:\n${program.stderr.lines.slice(-10).join('\n')}`);
    }
    return await use(program);
  } finally {
    await stop(program);
    folder.dispose();
  }
}

export async function stop(program: Program): Promise<void> {
  program.signal('SIGINT');
  const timer = setTimeout(() => program.kill(), 5000);
  await program.ended;
  clearTimeout(timer);
}

export const readyModule = `import midimonster
def _ready():
    midimonster.interval(_ready, 0)
    print('ready', flush=True)
midimonster.interval(_ready, 10)
`;
