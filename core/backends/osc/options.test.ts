import { describe, expect, it } from 'vitest';
import { checkOscChannels } from './channels.ts';
import { parseOscOptions } from './options.ts';
import { oscProtocol } from './protocol.ts';

const parse = (...lines: string[]) =>
  parseOscOptions(
    lines.map((line) => {
      const [name = '', ...value] = line.split('=');
      return { name: name.trim(), value: value.join('=').trim() };
    }),
  );
const codes = (...lines: string[]) => parse(...lines).problems.map(({ severity, code, option }) => `${severity} ${code} ${option}`);

describe('the options of an OSC instance', () => {
  it('are read in order, the last of a kind counts', () => {
    const { config, problems } = parse('bind = 127.0.0.1 8000', 'bind = :: 8001', 'dest = 10.0.0.1 9000', 'root = /a', '/x* = f 0 1');
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      bind: { host: '::', port: 8001 },
      destination: { kind: 'fixed', host: '10.0.0.1', port: 9000 },
      root: '/a',
      patterns: [{ text: '/x*', format: { types: ['f'] } }],
    });
  });

  it.each([
    ['learn', { kind: 'learn', port: undefined }],
    ['learn@9000', { kind: 'learn', port: 9000 }],
  ])('know the destination %s', (text, destination) => {
    expect(parse('bind = :: 1', `destination = ${text}`)).toMatchObject({ config: { destination }, problems: [] });
  });

  it.each([
    ['bind = 127.0.0.1', 'error osc-bind 0'],
    ['bind = 127.0.0.1 http', 'error osc-bind 0'],
    ['dest = 127.0.0.1', 'error osc-destination 0'],
    ['dest = learn@x', 'error osc-destination 0'],
    ['dest = 127.0.0.1 9000 ; the desk', 'error osc-destination 0'],
    ['root = app', 'error osc-root 0'],
    ['root = /a*', 'error osc-root 0'],
    ['foo = bar', 'error unknown-option 0'],
    ['/x =', 'error osc-format 0'],
    ['/x = q 0 1', 'error osc-format 0'],
    ['/x = f 0', 'error osc-format 0'],
    ['/a,b = f 0 1', 'error osc-pattern 0'],
    ['/x = f 0 1 2', 'warning osc-format 0'],
    ['destination = 127.0.0.1 9000', 'warning osc-bind-missing -1'],
  ])('"%s" gives %s', (line, problem) => {
    expect(codes(line)).toEqual([problem]);
  });

  it('take braces with a comma, as documented', () => {
    expect(codes('/a/{foo,bar} = f 0 1')).toEqual([]);
  });

  it('of the backend know detect only', () => {
    expect(oscProtocol.checkBackendOptions([{ name: 'detect', value: 'on' }])).toEqual([]);
    expect(oscProtocol.checkBackendOptions([{ name: 'x', value: 'on' }])).toMatchObject([{ option: 0, severity: 'error' }]);
  });

  it('claim the port that they listen on', () => {
    for (const host of ['0.0.0.0', '*']) {
      expect(oscProtocol.claimedResources?.(parse(`bind = ${host} 8000`).config)).toEqual([
        { name: 'udp 0.0.0.0:8000', shared: 'udp 8000' },
      ]);
    }
    const claimed = { name: 'udp localhost:8000', shared: 'udp 8000', part: '127.0.0.1' };
    expect(oscProtocol.claimedResources?.(parse('bind = localhost 8000').config)).toEqual([claimed]);
    expect(oscProtocol.claimedResources?.(parse('bind = 0.0.0.0 0').config)).toEqual([]);
  });
});

describe('an OSC channel', () => {
  const { config } = parse('bind = :: 1', 'dest = ::1 9000', '/f/* = f 0 2', '/f/1 = f 0 4', '/xy = ff 0 1 0 1');
  const channel = (spec: string) => {
    const parsed = oscProtocol.parseChannel(spec, config);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.value;
  };

  it('has the format of the first pattern that matches', () => {
    expect(channel('/f/1').format?.maximums).toEqual([2]);
    expect(channel('/g').format).toBeUndefined();
  });

  it('names a parameter after its last colon, 0 without one', () => {
    expect(
      [channel('/xy'), channel('/xy:1'), channel('/xy:'), channel('/x:y:12'), channel('/xy:+1'), channel('/xy:-1')].map(
        ({ path, parameter }) => `${path} ${parameter}`,
      ),
    ).toEqual(['/xy 0', '/xy 1', '/xy 0', '/x:y 12', '/xy 1', `/xy ${2 ** 32 - 1}`]);
  });

  it.each(['x', '/x*', '/a b', '/ä', ''])('"%s" is refused', (spec) => {
    expect(oscProtocol.parseChannel(spec, config)).toMatchObject({ ok: false, error: { code: 'osc-address' } });
  });

  it.each([
    ['/g', true, 'osc-output-without-type'],
    ['/xy:2', false, 'osc-parameter'],
    ['/xy:b', false, 'osc-parameter'],
  ])('%s (target: %s) warns: %s', (spec, isTarget, code) => {
    const uses = [{ spec, channel: channel(spec), isSource: !isTarget, isTarget }];
    expect(checkOscChannels(uses, config)).toMatchObject([{ use: 0, code }]);
  });

  it('that is fine gives no warning', () => {
    const uses = ['/f/2', '/xy:1'].map((spec) => ({ spec, channel: channel(spec), isSource: true, isTarget: true }));
    expect(checkOscChannels(uses, config)).toEqual([]);
  });

  it('warns of two names of one parameter', () => {
    const uses = ['/xy', '/xy:1', '/xy:0', '/f/2:0'].map((spec) => ({ spec, channel: channel(spec), isSource: true, isTarget: false }));
    expect(checkOscChannels(uses, config)).toMatchObject([
      { use: 2, code: 'osc-twin', message: '"/xy:0" and "/xy" are the same parameter; write it in one way.' },
    ]);
  });

  it('warns about output without a destination', () => {
    const silent = parse('bind = :: 1', '/x = f 0 1').config;
    const parsed = oscProtocol.parseChannel('/x', silent);
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(checkOscChannels([{ spec: '/x', channel: parsed.value, isSource: false, isTarget: true }], silent)).toMatchObject([
      { code: 'osc-no-destination' },
    ]);
  });
});
