import { ok } from '../../base/result.ts';
import type { OptionProblem, OptionSetting, ProtocolDescription } from '../../contract/protocol.ts';

/** Logical channels: whatever arrives on one leaves on it again. Any name is a channel. */
export const loopbackProtocol: ProtocolDescription<null, string> = {
  name: 'loopback',
  title: 'Loopback',
  summary: 'Channels of your own: what arrives on one leaves on it again.',
  relays: 'sameChannel',
  backendOptions: [],
  instanceOptions: [],
  checkBackendOptions: ignoreAll,
  parseInstance: (options) => ({ config: null, problems: ignoreAll(options) }),
  parseChannel: (spec) => ok(spec),
};

/** The reference takes any option and does nothing with it. */
function ignoreAll(options: readonly OptionSetting[]): readonly OptionProblem[] {
  return options.map(({ name }, option) => ({
    option,
    severity: 'warning',
    code: 'loopback-option-ignored',
    message: `Loopback has no options: "${name}" does nothing.`,
  }));
}
