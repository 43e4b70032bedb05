import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { surviveLostOutput } from '../roots/lostOutput.ts';
import type { CommandIo } from './CommandIo.ts';
import { commandLine } from './commandLine.ts';

/**
 * Runs one command and resolves with its exit code when everything that it started has ended and all output is written.
 * `argv` is without `node` and the script.
 */
export async function main(argv: readonly string[], io: CommandIo): Promise<number> {
  return commandLine(argv, io);
}

function isEntry(): boolean {
  const script = process.argv[1];
  if (script === undefined) return false;
  try {
    return realpathSync(script) === fileURLToPath(import.meta.url);
  } catch {
    // Started from something that is no file: imported.
    return false;
  }
}

if (isEntry()) {
  const output = surviveLostOutput(process.stdout, process.stderr);
  const code = await main(process.argv.slice(2), process);
  process.exit(code === 0 && output.hasLost ? 1 : code);
}
