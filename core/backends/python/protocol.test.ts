import { expect, it } from 'vitest';
import { pythonProtocol } from './protocol.ts';

const parse = (...options: readonly (readonly [string, string])[]) =>
  pythonProtocol.parseInstance(options.map(([name, value]) => ({ name, value })));

it('reads modules in order and the last default handler', () => {
  const parsed = parse(['module', 'b.py'], ['default-handler', 'a.f'], ['module', 'a'], ['module', 'a'], ['default-handler', 'b.g']);
  expect(parsed).toEqual({ config: { modules: ['b.py', 'a', 'a'], defaultHandler: 'b.g' }, problems: [] });
});

it('refuses other options, and any option of the backend', () => {
  expect(parse(['modul', 'a']).problems).toMatchObject([{ option: 0, severity: 'error', code: 'unknown-option' }]);
  expect(pythonProtocol.checkBackendOptions([{ name: 'module', value: 'a' }])).toMatchObject([{ option: 0, severity: 'error' }]);
});

it('starts, with a warning, without what a module or handler needs', () => {
  expect(parse(['module', ''], ['default-handler', 'toplevel']).problems).toMatchObject([{ severity: 'warning' }, { severity: 'warning' }]);
});

it('has any name for a channel', () => {
  for (const spec of ['', 'a', 'm.f', 'a < b', 'pkg.sub.f'])
    expect(pythonProtocol.parseChannel(spec, parse().config)).toEqual({ ok: true, value: spec });
});
