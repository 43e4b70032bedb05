import { fail, ok } from '../../base/result.ts';
import type { ClaimedResource, OptionProblem, OptionSetting, ProtocolCatalog, ProtocolDescription } from '../../contract/protocol.ts';

/** Small protocols with the option and channel rules of the real ones, so that tests of the document need no backend. */
export const testCatalog: ProtocolCatalog = new Map(
  [
    testProtocol({ name: 'loopback', accepts: () => true, relays: 'sameChannel' }),
    testProtocol({ name: 'python', options: ['module', 'default-handler'], relays: 'anyChannel' }),
    testProtocol({
      name: 'desk',
      options: ['bind', 'destination'],
      accepts: (name) => name.startsWith('/'),
      channels: (spec) => spec.startsWith('/'),
      claims: 'bind',
    }),
    testProtocol({ name: 'dimmer', options: ['universe'], channels: (spec) => /^([1-9]|[1-9]\d|[1-4]\d\d|50\d|51[0-2])$/.test(spec) }),
  ].map((protocol) => [protocol.name, protocol]),
);

interface TestProtocol {
  readonly name: string;
  readonly options?: readonly string[];
  readonly accepts?: (option: string) => boolean;
  readonly channels?: (spec: string) => boolean;
  /** Option whose value only one instance may have. */
  readonly claims?: string;
  readonly relays?: 'sameChannel' | 'anyChannel';
}

function testProtocol({ name, options = [], accepts, channels, claims, relays }: TestProtocol): ProtocolDescription {
  const isKnown = (option: string) => options.includes(option) || accepts?.(option) === true;
  return {
    name,
    title: name,
    summary: `Test protocol ${name}.`,
    backendOptions: [],
    instanceOptions: options.map((option) => ({ name: option, summary: '', example: '' })),
    checkBackendOptions: (settings) => settings.map((setting, option) => refused(option, `${name} has no option "${setting.name}".`)),
    parseInstance: (settings) => ({
      config: settings,
      problems: settings.flatMap((setting, option) =>
        isKnown(setting.name) ? [] : [refused(option, `${name} has no option "${setting.name}".`)],
      ),
    }),
    parseChannel: (spec) =>
      channels === undefined || channels(spec) ? ok(spec) : fail({ code: 'bad-channel', message: `"${spec}" is no channel of ${name}.` }),
    ...(claims === undefined ? {} : { claimedResources: (config: unknown) => claimed(config, claims) }),
    ...(relays === undefined ? {} : { relays }),
  };
}

function refused(option: number, message: string): OptionProblem {
  return { option, severity: 'error', code: 'unknown-option', message };
}

function claimed(config: unknown, option: string): ClaimedResource[] {
  const settings = Array.isArray(config) ? (config as readonly OptionSetting[]) : [];
  return settings.filter((setting) => setting.name === option).map(({ value }) => ({ name: `port ${value}`, shared: value }));
}
