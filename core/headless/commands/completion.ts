import type { CommandIo } from '../CommandIo.ts';

const commands = ['run', 'check', 'serve', 'export', 'completion'];
const options = [
  '-i',
  '-b',
  '--json',
  '--watch',
  '--port',
  '--host',
  '--ask',
  '--for',
  '--to',
  '--force',
  '--stubs',
  '--help',
  '--version',
];

const scripts: Readonly<Record<string, string>> = {
  bash: `_patchmonster() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${commands.join(' ')}" -- "$word"))
  elif [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "${options.join(' ')}" -- "$word"))
  else COMPREPLY=($(compgen -f -X '!*.cfg' -- "$word") $(compgen -d -S / -- "$word")); fi
}
complete -o nospace -o filenames -F _patchmonster patchmonster
`,
  zsh: `#compdef patchmonster
_patchmonster() {
  if (( CURRENT == 2 )); then compadd ${commands.join(' ')}
  elif [[ "$words[CURRENT]" == -* ]]; then compadd -- ${options.join(' ')}
  else _files -g '*.cfg'; fi
}
compdef _patchmonster patchmonster
`,
  fish: `complete -c patchmonster -f
complete -c patchmonster -n __fish_use_subcommand -a '${commands.join(' ')}'
complete -c patchmonster -n 'not __fish_use_subcommand' -a '(__fish_complete_suffix .cfg)'
complete -c patchmonster -n 'not __fish_use_subcommand' -a '${options.join(' ')}'
`,
};

/** Prints the completion script of a shell. */
export function completion(shell: string, io: CommandIo): number {
  const script = scripts[shell];
  if (script === undefined) {
    io.stderr.write(`There is no completion for "${shell}"; there is for ${Object.keys(scripts).join(', ')}.\n`);
    return 1;
  }
  io.stdout.write(script);
  return 0;
}
