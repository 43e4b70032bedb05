import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { nodeFileSystem } from '../../session/files/nodeFileSystem.ts';
import { writeAtomically } from '../../session/files/writeAtomically.ts';
import type { CommandIo } from '../CommandIo.ts';
import type { ShowArguments } from '../commandLine.ts';
import { countProblems, formatProblem } from './formatProblem.ts';
import { distFolder, sessionFor } from './sessionFor.ts';

export interface ExportArguments extends ShowArguments {
  readonly target: 'midimonster' | 'patchmonster' | undefined;
  /** Folder or `.zip`. */
  readonly to: string | undefined;
  readonly mayOverwrite: boolean;
  readonly wantsStubs: boolean;
}

/** Writes a bundle for another machine, or the typed stub of the Python interface for an editor. */
export async function exportCommand(args: ExportArguments, io: CommandIo): Promise<number> {
  if (args.wantsStubs) {
    const code = await writeStub(args, io);
    if (code !== 0 || args.target === undefined) return code;
  }
  if (args.target === undefined) return refuse(io, 'Say what for: --for midimonster or --for patchmonster (or --stubs alone).');
  const opened = await sessionFor({ path: args.show, stdio: 'forward', trust: 'ask', isReadOnly: true, isWatching: false });
  if (!opened.ok) return refuse(io, opened.error);
  const session = opened.value;
  const folder = resolve(args.to ?? `${session.title}-${args.target}`);
  const exported = await session.exportBundle({ target: args.target, folder, mayOverwrite: args.mayOverwrite, isPreview: false });
  await session.dispose();
  if (!exported.ok) return refuse(io, `${exported.message}${exported.needsOverwrite ? ' Use --force to replace it.' : ''}`);

  const { report, files } = exported;
  for (const problem of report) io.stderr.write(`${formatProblem(problem, dirname(session.path), process.cwd())}\n`);
  if (report.length > 0) io.stderr.write(`Compatibility: ${countProblems(report)}; the README of the bundle lists them too.\n`);
  for (const file of files) io.stdout.write(`${relative(process.cwd(), file) || basename(file)}\n`);
  const isFit = report.every(({ severity }) => severity !== 'error');
  if (!isFit) io.stderr.write('The bundle was written, but the target will not start with it as it is.\n');
  return isFit ? 0 : 1;
}

/** `midimonster.pyi` beside the show, where editors look for it. */
async function writeStub({ show, to, mayOverwrite, target }: ExportArguments, io: CommandIo): Promise<number> {
  const folder = target === undefined && to !== undefined ? resolve(to) : dirname(resolve(show));
  const path = join(folder, 'midimonster.pyi');
  if (nodeFileSystem.facts(path).ok && !mayOverwrite) return refuse(io, `"${path}" exists already. Use --force to replace it.`);
  const made = await nodeFileSystem.makeFolder(folder);
  const written = made.ok
    ? await writeAtomically(nodeFileSystem, path, await readFile(join(distFolder(), 'python', 'midimonster.pyi')))
    : made;
  if (!written.ok) return refuse(io, written.error.message);
  io.stdout.write(`${relative(process.cwd(), path)}\n`);
  return 0;
}

function refuse({ stderr }: CommandIo, message: string): number {
  stderr.write(`${message}\n`);
  return 1;
}
