import { type HostPort, parseHostPort, parsePort } from '../../base/hostPort.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { InstanceParse, OptionDescription, OptionProblem, OptionSetting } from '../../contract/protocol.ts';
import { checkAddress } from './address.ts';
import { type OscFormat, parseFormat } from './format.ts';
import { compilePattern } from './pattern.ts';

/** Where output goes: a fixed peer, or whoever sent the last packet, at its own port or at a given one. */
export type OscDestination =
  | { readonly kind: 'fixed'; readonly host: string; readonly port: number }
  | { readonly kind: 'learn'; readonly port: number | undefined };

export interface OscPattern {
  readonly text: string;
  readonly matches: (path: string) => boolean;
  readonly format: OscFormat;
}

export interface OscConfig {
  /** Prepended to every address; empty without one. */
  readonly root: string;
  readonly bind: HostPort | undefined;
  readonly destination: OscDestination | undefined;
  /** In order: the first that matches an address gives its format. */
  readonly patterns: readonly OscPattern[];
}

/** What `bind = * 8000` stands for, as in the reference. */
const anyAddress = '0.0.0.0';

export const oscOptions: readonly OptionDescription[] = [
  { name: 'bind', summary: 'Address and port to listen on and to send from. None unless set.', example: '0.0.0.0 8000' },
  {
    name: 'destination',
    aliases: ['dest'],
    summary: 'Address and port to send to; "learn" for the last sender, "learn@9000" for the last sender at port 9000. None unless set.',
    example: '192.168.1.10 9000',
  },
  { name: 'root', summary: 'Address that is put before every channel. None unless set.', example: '/desk' },
  {
    name: '/address',
    summary: 'Types (i, f, h, d) of the addresses that match, with minimum and maximum of each. Needed to send.',
    example: 'f 0.0 1.0',
    isRepeatable: true,
    matches: (name) => name.startsWith('/'),
  },
];

export const oscBackendOptions: readonly OptionDescription[] = [
  { name: 'detect', summary: 'Log the addresses that come in: on or off. Off unless set.', example: 'on', choices: ['on', 'off'] },
];

export function checkOscBackendOptions(options: readonly OptionSetting[]): readonly OptionProblem[] {
  return options.flatMap(({ name }, option) =>
    name === 'detect' ? [] : [error(option, 'unknown-option', `The osc backend has no option "${name}". It has "detect".`)],
  );
}

/** Any value but "off" turns it on, as in the reference; the last line counts. */
export function isDetecting(options: readonly OptionSetting[]): boolean {
  const last = options.findLast(({ name }) => name === 'detect');
  return last !== undefined && last.value !== 'off';
}

export function parseOscOptions(options: readonly OptionSetting[]): InstanceParse<OscConfig> {
  const problems: OptionProblem[] = [];
  const patterns: OscPattern[] = [];
  let root = '';
  let bind: HostPort | undefined;
  let destination: OscDestination | undefined;
  options.forEach(({ name, value }, option) => {
    const refuse = (code: string, message: string) => problems.push(error(option, code, message));
    if (name === 'bind') {
      const parsed = parseHostPort(value, 0);
      if (parsed.ok) bind = parsed.value.host === '*' ? { ...parsed.value, host: anyAddress } : parsed.value;
      else refuse('osc-bind', parsed.error);
    } else if (name === 'destination' || name === 'dest') {
      const parsed = parseDestination(value);
      if (parsed.ok) destination = parsed.value;
      else refuse('osc-destination', parsed.error);
    } else if (name === 'root') {
      const trouble = checkAddress(value, 'address');
      if (trouble) refuse('osc-root', trouble);
      else root = value;
    } else if (name.startsWith('/')) {
      addPattern(patterns, problems, option, name, value);
    } else {
      refuse('unknown-option', `OSC instances have no option "${name}". They have bind, destination, root and /address patterns.`);
    }
  });
  if (destination && !bind) problems.push(senderWithoutBind);
  return { config: { root, bind, destination, patterns }, problems };
}

const senderWithoutBind: OptionProblem = {
  option: -1,
  severity: 'warning',
  code: 'osc-bind-missing',
  message: 'There is a destination but no "bind": MIDIMonster would not send from this instance. Add a line such as "bind = 0.0.0.0 0".',
  missingOption: { name: 'bind', value: '0.0.0.0 0' },
};

function addPattern(patterns: OscPattern[], problems: OptionProblem[], option: number, text: string, value: string): void {
  const trouble = checkAddress(text, 'pattern');
  if (trouble) {
    problems.push(error(option, 'osc-pattern', trouble));
    return;
  }
  const parsed = parseFormat(value);
  for (const message of parsed.warnings) problems.push({ option, severity: 'warning', code: 'osc-format', message });
  if (parsed.format) patterns.push({ text, matches: compilePattern(text), format: parsed.format });
  else problems.push(error(option, 'osc-format', parsed.error ?? ''));
}

function parseDestination(text: string): Result<OscDestination, string> {
  const learn = /^learn(?:@(.*))?$/.exec(text);
  if (!learn) {
    const [host, port, rest] = text.trim().split(/\s+/);
    if (rest !== undefined)
      return fail(`Nothing may follow the port: "${rest}". Write the address and the port, such as "${host} ${port}".`);
    const parsed = parseHostPort(text, 1);
    return parsed.ok ? ok({ kind: 'fixed', ...parsed.value }) : parsed;
  }
  const portText = learn[1];
  if (portText === undefined) return ok({ kind: 'learn', port: undefined });
  const port = parsePort(portText.trim());
  return port === undefined || port === 0 ? fail(`"${portText}" is not a port. Write it as in "learn@9000".`) : ok({ kind: 'learn', port });
}

function error(option: number, code: string, message: string): OptionProblem {
  return { option, severity: 'error', code, message };
}
