import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageFile from '../../package.json' with { type: 'json' };
import type { CommandIo } from './CommandIo.ts';
import { type CompletedCommand, type CompletedOption, completion, type Shell, shells } from './commands/completion.ts';

/** The reference's own default. */
const defaultShow = 'monster.cfg';
const usageError = 1;

const showHelp = 'configuration file of the show';
const instanceHelp = 'set an option of an instance, before those of the file: -i desk.bind="0.0.0.0 8000"';
const backendHelp = 'set an option of a backend: -b osc.detect=on';

/** Parses the arguments, runs the command and resolves with the exit code. */
export async function commandLine(argv: readonly string[], io: CommandIo): Promise<number> {
  let exitCode = 0;
  const program = makeProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end the parsing by an exception too, with code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError;
    throw error;
  }
}

type SetExitCode = (code: number) => void;

function makeProgram(io: CommandIo, setExitCode: SetExitCode): Command {
  const program = configured(new Command('patchmonster'), io)
    .description('Patches channels of show control protocols to each other, with Python in between.')
    .usage('COMMAND [options]')
    .addHelpText(
      'after',
      `
Examples:
  patchmonster run show.cfg                     run a show without a screen
  patchmonster check show.cfg                   list what is wrong with it
  patchmonster serve show.cfg                   run it, and watch and patch it in a browser
  patchmonster export show.cfg --for midimonster --to bundle

Exit codes: 0 all is well, 1 the show or the arguments are wrong.`,
    );

  const add = (name: string) => configured(program.command(name), io);
  describeRun(add('run'), io, setExitCode);
  describeCheck(add('check'), io, setExitCode);
  describeServe(add('serve'), io, setExitCode);
  describeExport(add('export'), io, setExitCode);
  describeCompletion(add('completion'), program, io, setExitCode);
  return program;
}

function describeRun(command: Command, io: CommandIo, setExitCode: SetExitCode): void {
  withOverrides(command)
    .description('run a show without a screen; Ctrl+C stops it')
    .option('--json', 'write one JSON object per line to stdout: status, log, statistics, and what Python prints')
    .option('--watch', 'take changed files over while running; a text with mistakes is not taken over')
    .addHelpText(
      'after',
      `
What is wrong in the text of the show is listed, and nothing starts (exit code 1). What is wrong in the world, like a port that
is in use or a device that is not there, is waited for while the rest runs.

Python's own output goes to stdout and stderr as it is. Everything else goes to stderr.`,
    )
    .action(async (show: string, options: RunFlags) => {
      const { run } = await import('./commands/run.ts');
      setExitCode(await run({ show, ...flags(options) }, io));
    });
}

function describeCheck(command: Command, io: CommandIo, setExitCode: SetExitCode): void {
  withOverrides(command)
    .description('list all problems of a show without starting it')
    .option('--json', 'write the problems as JSON')
    .addHelpText('after', '\nExit code 0: it would start, perhaps with warnings. 1: it would not.')
    .action(async (show: string, options: RunFlags) => {
      const { check } = await import('./commands/check.ts');
      setExitCode(await check({ show, ...flags(options) }, io));
    });
}

function describeServe(command: Command, io: CommandIo, setExitCode: SetExitCode): void {
  withOverrides(command)
    .description('run a show, and watch and patch it in a browser')
    .option('-p, --port <number>', 'port to listen on, 0 for any free one (default: 8642, or any when that is in use)', parsePort)
    .option('--host <address>', 'address to listen on; 0.0.0.0 lets other machines connect', '127.0.0.1')
    .option('--ask', 'ask in the browser before Python of a show that is new on this machine runs')
    .addHelpText(
      'after',
      `
The address that is printed holds a token; whoever has it can change the show. The environment variable PATCHMONSTER_TOKEN sets
one of your own (16 characters or more), so that the address stays the same. The connection is not encrypted: over a network,
use it through a tunnel, e.g. ssh -L 8642:127.0.0.1:8642 pi@rack`,
    )
    .action(async (show: string, options: ServeFlags) => {
      const { serve } = await import('./commands/serve.ts');
      const { port, host, ask } = options;
      setExitCode(await serve({ show, ...flags(options), port, host, mustAsk: ask ?? false }, io));
    });
}

function describeExport(command: Command, io: CommandIo, setExitCode: SetExitCode): void {
  command
    .description('write a show as a bundle for another machine, with a report of what works differently there')
    .argument('[show]', showHelp, defaultShow)
    .addOption(new Option('--for <target>', 'the program that will run it').choices(['midimonster', 'patchmonster']))
    .option('--to <folder>', 'folder, or file that ends in .zip (default: <name>-<target>)')
    .option('--force', 'replace files that are there already')
    .option('--stubs', 'write midimonster.pyi beside the show, so that your own editor knows the Python interface')
    .addHelpText(
      'after',
      `
Examples:
  patchmonster export show.cfg --for midimonster --to /media/stick/show
  patchmonster export show.cfg --for patchmonster --to show.zip
  patchmonster export show.cfg --stubs

Exit code 1: nothing was written, or the target will not start with what was written.`,
    )
    .action(async (show: string, options: ExportFlags) => {
      const { exportCommand } = await import('./commands/export.ts');
      const { for: target, to, force, stubs } = options;
      setExitCode(
        await exportCommand({ show, ...flags(options), target, to, mayOverwrite: force ?? false, wantsStubs: stubs ?? false }, io),
      );
    });
}

function describeCompletion(command: Command, program: Command, io: CommandIo, setExitCode: SetExitCode): void {
  command
    .description('print a completion script for your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText(
      'after',
      '\nExamples:\n  eval "$(patchmonster completion bash)"\n  patchmonster completion fish > ~/.config/fish/completions/patchmonster.fish',
    )
    .action((shell: Shell) => setExitCode(completion(shell, completedCommands(program), io)));
}

/** A show, with settings that count instead of those in its text. */
function withOverrides(command: Command): Command {
  return command
    .argument('[show]', showHelp, defaultShow)
    .option('-i, --instance <inst.opt=value>', instanceHelp, collect)
    .option('-b, --backend <backend.opt=value>', backendHelp, collect);
}

/** What a shell completes, from what is parsed here. */
function completedCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: command.createHelp().visibleOptions(command).map(completedOption),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }));
}

function completedOption({ short, long, description, required, argChoices }: Option): CompletedOption {
  const flags = [short, long].filter((flag) => flag !== undefined && flag !== null);
  return { flags, summary: description, takesValue: required, choices: argChoices ?? [] };
}

function configured(command: Command, io: CommandIo): Command {
  return command
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => void io.stderr.write(text) })
    .version(packageFile.version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('See --help.');
}

interface RunFlags {
  readonly instance?: readonly string[];
  readonly backend?: readonly string[];
  readonly json?: boolean;
  readonly watch?: boolean;
}

interface ServeFlags extends RunFlags {
  readonly port?: number;
  readonly host: string;
  readonly ask?: boolean;
}

interface ExportFlags extends RunFlags {
  readonly for?: 'midimonster' | 'patchmonster';
  readonly to?: string;
  readonly force?: boolean;
  readonly stubs?: boolean;
}

/** What the commands share. */
export interface ShowArguments {
  readonly show: string;
  /** As written: `inst.opt=value`. */
  readonly instanceOverrides: readonly string[];
  readonly backendOverrides: readonly string[];
  readonly isJson: boolean;
  readonly isWatching: boolean;
}

function flags(options: RunFlags): Omit<ShowArguments, 'show'> {
  return {
    instanceOverrides: options.instance ?? [],
    backendOverrides: options.backend ?? [],
    isJson: options.json ?? false,
    isWatching: options.watch ?? false,
  };
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}
