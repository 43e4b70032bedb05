import type { CommandIo } from '../CommandIo.ts';

/** One command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What its argument may be; empty for a show. */
  readonly choices: readonly string[];
}

export interface CompletedOption {
  /** `-i` and `--instance`, those that there are. */
  readonly flags: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
  /** What its value may be; empty when any. */
  readonly choices: readonly string[];
}

const scripts = { bash, zsh, fish };

export type Shell = keyof typeof scripts;

/** The shells that there is a completion for. */
export const shells: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Prints the completion script of a shell. */
export function completion(shell: Shell, commands: readonly CompletedCommand[], io: CommandIo): number {
  io.stdout.write(scripts[shell](commands));
  return 0;
}

function bash(commands: readonly CompletedCommand[]): string {
  return `_patchmonster() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words="" line
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then words="${topWords(commands)}"
  else case "\${COMP_WORDS[1]} $before" in
${valueCases(commands, (choices) => `words="${choices.join(' ')}"`, 'return')}
  esac fi
  if [ -z "$words" ]; then case "\${COMP_WORDS[1]} $word" in
${wordCases(commands, (words) => `words="${words.join(' ')}"`)}
  esac fi
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$word")); return; fi
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -X '!*.cfg' -- "$word"; compgen -d -- "$word")
}
complete -o filenames -F _patchmonster patchmonster
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  return `#compdef patchmonster
_patchmonster() {
  if (( CURRENT == 2 )); then compadd -- ${topWords(commands)}; return; fi
  case "$words[2] $words[CURRENT-1]" in
${valueCases(commands, (choices) => `compadd -- ${choices.join(' ')}; return`, 'return')}
  esac
  case "$words[2] $words[CURRENT]" in
${wordCases(commands, (words) => `compadd -- ${words.join(' ')}; return`)}
  esac
  _files -g '*.cfg'
}
compdef _patchmonster patchmonster
`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = ['complete -c patchmonster -f', 'complete -c patchmonster -n __fish_use_subcommand -l help -l version'];
  for (const { name, summary, options, choices } of commands) {
    lines.push(`complete -c patchmonster -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`);
    const within = `complete -c patchmonster -n '__fish_seen_subcommand_from ${name}'`;
    lines.push(`${within} -a ${choices.length > 0 ? quoted(choices.join(' ')) : "'(__fish_complete_suffix .cfg)'"}`);
    for (const option of options) {
      const flags = option.flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      const values = option.choices.length > 0 ? ` -a ${quoted(option.choices.join(' '))}` : '';
      const takes = isPath(option) ? ' -r -F' : option.takesValue ? ' -x' : '';
      lines.push(`${within} ${flags.join(' ')}${takes}${values} -d ${quoted(option.summary)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function topWords(commands: readonly CompletedCommand[]): string {
  return [...commands.map(({ name }) => name), '--help', '--version'].join(' ');
}

/** Cases of "command option" for values: those of a choice, and none at all where only the person knows. */
function valueCases(commands: readonly CompletedCommand[], offer: (choices: readonly string[]) => string, offerNone: string): string {
  const cases = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => option.takesValue && !isPath(option))
      .map(({ flags, choices }) => {
        const patterns = flags.map((flag) => `"${name} ${flag}"`).join('|');
        return `    ${patterns}) ${choices.length > 0 ? offer(choices) : offerNone} ;;`;
      }),
  );
  return cases.join('\n');
}

/** Cases of "command word" for options and the choices of an argument; what is left is a path. */
function wordCases(commands: readonly CompletedCommand[], offer: (words: readonly string[]) => string): string {
  return commands
    .flatMap(({ name, options, choices }) => [
      `    "${name} -"*) ${offer(options.flatMap(({ flags }) => flags))} ;;`,
      ...(choices.length > 0 ? [`    "${name} "*) ${offer(choices)} ;;`] : []),
    ])
    .join('\n');
}

function isPath({ flags }: CompletedOption): boolean {
  return flags.includes('--to');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
