import type { InstanceParse, OptionDescription, OptionProblem, OptionSetting } from '../../contract/protocol.ts';

export interface PythonConfig {
  /** In order, as written: `my_handlers`, `my_handlers.py` or `lib/my_handlers.py`. The same module may be named twice. */
  readonly modules: readonly string[];
  /** `module.function`, as written; the last one counts. */
  readonly defaultHandler: string | undefined;
}

export const pythonOptions: readonly OptionDescription[] = [
  {
    name: 'module',
    summary: 'Python module to load: a file beside this configuration file, or the name of a module. Several lines load several.',
    example: 'my_handlers.py',
    isRepeatable: true,
  },
  {
    name: 'default-handler',
    summary: 'Function that is called for every channel without a dot in its name. None unless set.',
    example: 'my_handlers.default',
  },
];

export function parsePythonOptions(options: readonly OptionSetting[]): InstanceParse<PythonConfig> {
  const modules: string[] = [];
  const problems: OptionProblem[] = [];
  let defaultHandler: string | undefined;
  options.forEach(({ name, value }, option) => {
    if (name === 'module') {
      if (value === '') problems.push(emptyModule(option));
      else modules.push(value);
    } else if (name === 'default-handler') {
      defaultHandler = value;
      if (!value.includes('.')) problems.push(handlerWithoutModule(option, value));
    } else {
      problems.push(unknownOption(option, name));
    }
  });
  return { config: { modules, defaultHandler }, problems };
}

/** The reference starts all the same, so these two are no errors. */
function emptyModule(option: number): OptionProblem {
  return {
    option,
    severity: 'warning',
    code: 'python-module-empty',
    message: 'Write the name of a Python module or file, such as "my_handlers.py".',
  };
}

function handlerWithoutModule(option: number, value: string): OptionProblem {
  const message = `"${value}" names no module, so nothing is called. Write the module too, such as "my_handlers.${value || 'default'}".`;
  return { option, severity: 'warning', code: 'python-default-handler-without-module', message };
}

function unknownOption(option: number, name: string): OptionProblem {
  const message = `Python instances have no option "${name}". They have "module" and "default-handler".`;
  return { option, severity: 'error', code: 'unknown-option', message };
}
