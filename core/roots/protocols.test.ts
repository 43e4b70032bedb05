/** What holds for every protocol: one that is added to the two lists here is tested by this file at once. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionProblem, OptionSetting, ProtocolDescription } from '../contract/protocol.ts';
import { fuzz, fuzzTimeoutMs } from '../testing/fuzz.ts';
import { createBackends } from './backends.ts';
import { protocols } from './protocols.ts';

const noFiles = { engineWorker: '', pythonWorker: '', pythonIoWorker: '', pyodideFolder: '', pythonFolder: '' };

it('every protocol has its backend, by the same description', () => {
  const backends = createBackends(noFiles);
  expect([...backends.keys()]).toEqual([...protocols.keys()]);
  for (const [name, { protocol }] of backends) expect(protocol, name).toBe(protocols.get(name));
});

describe.each([...protocols.values()])('$name', (protocol) => {
  it('is described in sentences, and has a colour in both themes', () => {
    const { name, title, summary, instanceOptions, backendOptions } = protocol;
    expect(name).toMatch(/^[a-z0-9]+$/);
    expect(title).not.toBe('');
    for (const sentence of [summary, ...[...instanceOptions, ...backendOptions].map((option) => option.summary)])
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    const tokens = readFileSync(new URL('../../renderer/app/tokens.css', import.meta.url), 'utf8');
    const colours = tokens.split(`--protocol-${name}:`).length - 1;
    expect(colours, `--protocol-${name} in renderer/app/tokens.css, once per theme`).toBe(2);
  });

  it('accepts the examples of its own options', () => {
    const examples = (options: ProtocolDescription['instanceOptions']) => options.map(({ name, example }) => ({ name, value: example }));
    const errorsIn = (problems: readonly OptionProblem[]) => problems.filter(({ severity }) => severity === 'error');
    expect(errorsIn(protocol.parseInstance(examples(protocol.instanceOptions)).problems)).toEqual([]);
    expect(errorsIn(protocol.checkBackendOptions(examples(protocol.backendOptions)))).toEqual([]);
  });

  const names = [...protocol.instanceOptions, ...protocol.backendOptions].flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const examples = [...protocol.instanceOptions, ...protocol.backendOptions].map(({ example }) => example);
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', ' ', '0', '-1', 'NaN', '{1..4}', ...examples));
  const setting = fc.record({ name: fc.oneof(fc.constantFrom('', ...names), text), value: text });

  it('takes any options and channels, and says what is wrong with them at the place', { timeout: fuzzTimeoutMs }, () => {
    fuzz(
      fc.property(fc.array(setting, { maxLength: 6 }), fc.array(text, { maxLength: 6 }), (settings: readonly OptionSetting[], specs) => {
        const { config, problems } = protocol.parseInstance(settings);
        for (const problem of [...problems, ...protocol.checkBackendOptions(settings)]) {
          expect(problem.option).toBeGreaterThanOrEqual(-1);
          expect(problem.option).toBeLessThan(settings.length);
          expect(problem.code).toMatch(/^[a-z0-9-]+$/);
          expect(problem.message).not.toBe('');
        }
        if (problems.some(({ severity }) => severity === 'error')) return;
        const uses = specs.flatMap((spec) => {
          const channel = protocol.parseChannel(spec, config);
          return channel.ok ? [{ spec, channel: channel.value, isSource: true, isTarget: true }] : [];
        });
        const found = [...(protocol.refuseChannels?.(uses, config) ?? []), ...(protocol.checkChannels?.(uses, config) ?? [])];
        for (const { use } of found) expect(uses[use]).toBeDefined();
        protocol.claimedResources?.(config);
      }),
    );
  });
});
