import { fail, ok, type Result } from '../../base/result.ts';
import type { ChannelProblem, ChannelUse, ChannelUseProblem } from '../../contract/protocol.ts';
import { checkAddress, splitParameter } from './address.ts';
import type { OscFormat } from './format.ts';
import type { OscConfig } from './options.ts';

export interface OscChannel {
  /** Without the instance's root. */
  readonly path: string;
  /** Counted from 0. */
  readonly parameter: number;
  /** Of the first pattern that matches; undefined when none does. */
  readonly format: OscFormat | undefined;
  /** The text after the colon is no number. */
  readonly isOddlyWritten: boolean;
}

export function parseOscChannel(spec: string, config: OscConfig): Result<OscChannel, ChannelProblem> {
  const trouble = checkAddress(spec, 'address');
  if (trouble) {
    const withSlash = `/${spec}`;
    const better = checkAddress(withSlash, 'address') === undefined ? { better: withSlash } : {};
    return fail({ code: 'osc-address', message: trouble, ...better });
  }
  const { path, parameter, isOdd } = splitParameter(spec);
  const format = config.patterns.find(({ matches }) => matches(path))?.format;
  return ok({ path, parameter, format, isOddlyWritten: isOdd });
}

export function checkOscChannels(uses: readonly ChannelUse<OscChannel>[], config: OscConfig): readonly ChannelUseProblem[] {
  const problems: ChannelUseProblem[] = [];
  for (const [use, { channel, spec, isTarget }] of uses.entries()) {
    const problem = checkUse(channel, spec, isTarget, config);
    if (problem) problems.push({ use, ...problem });
  }
  return [...problems, ...checkTwins(uses)];
}

/** `/x` and `/x:0` are one parameter under two names: MIDIMonster folds them into one channel, here a line to both counts twice. */
function checkTwins(uses: readonly ChannelUse<OscChannel>[]): readonly ChannelUseProblem[] {
  const isNumbered = ({ spec, channel }: ChannelUse<OscChannel>) => channel.parameter === 0 && spec !== channel.path;
  if (!uses.some(isNumbered)) return [];
  const bare = new Set(uses.map(({ spec }) => spec));
  return uses.flatMap((one, use) =>
    isNumbered(one) && bare.has(one.channel.path)
      ? [{ use, code: 'osc-twin', message: `"${one.spec}" and "${one.channel.path}" are the same parameter; write it in one way.` }]
      : [],
  );
}

function checkUse(channel: OscChannel, spec: string, isTarget: boolean, { destination }: OscConfig): ChannelProblem | undefined {
  const { format, parameter, path, isOddlyWritten } = channel;
  if (isOddlyWritten) return { code: 'osc-parameter', message: `"${spec}" is read as parameter ${parameter} of ${path}.` };
  if (format && parameter >= format.types.length) {
    const count = format.types.length === 1 ? '1 parameter' : `${format.types.length} parameters`;
    const message = `${path} has ${count}, counted from 0: there is no ${parameter}.`;
    return { code: 'osc-parameter', message };
  }
  if (isTarget && !format) {
    const missingOption = { name: path, value: 'f 0.0 1.0' };
    const message = `${path} can't be sent without a type. Add a line such as "${path} = ${missingOption.value}".`;
    return { code: 'osc-output-without-type', message, missingOption };
  }
  if (isTarget && !destination) {
    return { code: 'osc-no-destination', message: `${path} is sent nowhere: the instance has no destination.` };
  }
  return undefined;
}
