import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../base/result.ts';
import { defaultRunSettings } from '../contract/plan.ts';
import type { ProtocolCatalog } from '../contract/protocol.ts';
import { compilePlan } from './compile.ts';
import { testCatalog } from './testing/testCatalog.ts';
import { override, routeNames, TestShow } from './testing/testShow.ts';

describe('channels of a plan', () => {
  it('are made line by line, source before target, in both directions', () => {
    const { plan } = new TestShow('[loopback a]\n[loopback b]\n[map]\na.z > a.y\na.x < a.w\na.q <> b.p\n').compile();
    expect(plan.instances.map(({ channels }) => channels)).toEqual([['z', 'y', 'w', 'x', 'q'], ['p']]);
    expect(routeNames(plan)).toEqual(['a.z > a.y', 'a.w > a.x', 'a.q > b.p', 'b.p > a.q']);
  });

  it('of a range are made pair by pair, and both ways all forward first', () => {
    const { plan } = new TestShow('[loopback a]\n[map]\na.l{1..2} <> a.r{2..1}\n').compile();
    expect(plan.instances[0]?.channels).toEqual(['l1', 'r2', 'l2', 'r1']);
    expect(routeNames(plan)).toEqual(['a.l1 > a.r2', 'a.l2 > a.r1', 'a.r2 > a.l1', 'a.r1 > a.l2']);
  });

  it('may have the empty name, blanks and dots, and belong to the instance with the empty name', () => {
    const { plan, problems } = new TestShow('[loopback ]\n[map]\n.a b > .\n.x.y.z > .a b\n').compile();
    expect(problems).toEqual([]);
    expect(routeNames(plan)).toEqual(['.a b > .', '.x.y.z > .a b']);
  });
});

describe('routes of a plan', () => {
  it('fold when they are the same, and keep the map line that made them first', () => {
    const { plan } = new TestShow('[loopback a]\n[map]\na.1 > a.2\na.{1..2} > a.{2..3}\na.2 < a.1\n').compile();
    expect(routeNames(plan)).toEqual(['a.1 > a.2', 'a.2 > a.3']);
    expect(Array.from(plan.routes.wireOf, (wire) => plan.routes.wires[wire])).toEqual(['a.1 > a.2', 'a.{1..2} > a.{2..3}']);
  });

  it('are those that the lines say, whatever the lines', () => {
    const end = fc.constantFrom('a.1', 'a.{1..3}', 'b.x', 'b.{x,y,z}', 'b.q{2..2}');
    const line = fc.tuple(end, fc.constantFrom('>', '<', '<>'), end);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const { plan } = new TestShow(`[loopback a]\n[loopback b]\n[map]\n${lines.map((parts) => parts.join(' ')).join('\n')}`).compile();
        const expected = new Set<string>();
        const expand = (text: string) =>
          text.replace(/\{(.*)\}/, (_, inner: string) => `|${inner === '1..3' ? '1,2,3' : inner === '2..2' ? '2' : inner}|`);
        const channels = (text: string) => {
          const [prefix = '', list] = expand(text).split('|');
          return list === undefined ? [prefix] : list.split(',').map((member) => prefix + member);
        };
        const add = (from: string[], to: string[]) => {
          for (let index = 0; index < Math.max(from.length, to.length); index++)
            expected.add(`${from[from.length === 1 ? 0 : index]} > ${to[to.length === 1 ? 0 : index]}`);
        };
        for (const [left, operator, right] of lines) {
          const [l, r] = [channels(left), channels(right)];
          if (operator !== '<') add(l, r);
          if (operator !== '>') add(r, l);
        }
        expect(routeNames(plan)).toEqual([...expected]);
      }),
    );
  });

  it('of one line of 100,000 are all there', () => {
    const { plan } = new TestShow('[loopback a]\n[loopback b]\n[map]\na.{1..100000} <> b.{100000..1}\n').compile();
    expect(plan.routes.sources).toHaveLength(200_000);
    expect([plan.instances[0]?.channels.length, plan.instances[1]?.channels.at(-1)]).toEqual([100_000, '1']);
  });
});

describe('options of a plan', () => {
  it('begin with the overrides, of a backend only when its section exists', () => {
    const text = '[backend desk]\n[desk d]\nbind = 2\n';
    const overrides = [override('instance', 'd.bind = 1 '), override('instance', 'e.bind=3'), override('backend', 'loopback.x=1')];
    const { plan, problems } = new TestShow(text).compile(overrides);
    expect(plan.instances[0]?.options).toEqual([
      { name: 'bind', value: '1' },
      { name: 'bind', value: '2' },
    ]);
    expect(plan.backends).toEqual([{ name: 'desk', options: [] }]);
    expect(problems.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  it('go to the instance that is open, across files, and name its folder', () => {
    const { plan } = new TestShow({
      'show.cfg': '[include sub/one.cfg]\nk = outer\n[map]\n',
      'sub/one.cfg': '[include ../opts.cfg]\n[loopback a]\n[include ../opts.cfg]\n',
      'opts.cfg': 'k = common\n',
    }).compile();
    expect(plan.instances[0]).toMatchObject({ name: 'a', folder: '/show/sub', options: [{ value: 'common' }, { value: 'outer' }] });
    expect(plan.showFolder).toBe('/show');
  });
});

describe('what is wrong', () => {
  it('is left out, and the rest runs', () => {
    const text =
      '[desk d]\n[desk broken]\nnosuch = 1\n[loopback lb]\n[map]\nd./1 > lb.a\nbroken./1 > lb.b\nd.bad > lb.c\nd./{1..2} > lb.{1..3}\nlb.a > lb.z\n';
    const { plan, problems } = new TestShow(text).compile();
    expect(plan.instances.map(({ name }) => name)).toEqual(['d', 'lb']);
    expect(routeNames(plan)).toEqual(['d./1 > lb.a', 'lb.a > lb.z']);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-option', 'bad-channel', 'range-size-differs']);
  });

  it('in the options of a backend costs that option, not its instances', () => {
    const { plan, problems } = new TestShow('[backend loopback]\nx = 1\n[loopback a]\n[map]\na.1 > a.2\n').compile();
    expect(problems.map(({ code }) => code)).toEqual(['unknown-option']);
    expect(plan.instances).toHaveLength(1);
  });

  it('in the use of a channel takes every line that uses it', () => {
    const picky: ProtocolCatalog = new Map([
      ...testCatalog,
      [
        'picky',
        {
          ...[...testCatalog.values()][0]!,
          name: 'picky',
          parseChannel: (spec: string) => ok(spec),
          refuseChannels: (uses: readonly { readonly spec: string }[]) =>
            uses.flatMap(({ spec }, use) => (spec === '2' ? [{ use, code: 'taken', message: 'Slot 2 is taken.' }] : [])),
        },
      ],
    ]);
    const { model } = new TestShow('[picky p]\n[loopback a]\n[map]\na.1 > p.1\na.{1..3} > p.{1..3}\np.2 > a.4\n');
    const { plan, problems } = compilePlan(model, picky, { overrides: [], settings: defaultRunSettings, revision: 7 });
    expect(routeNames(plan)).toEqual(['a.1 > p.1']);
    expect(problems.map(({ code, place }) => `${code} ${place?.line}`)).toEqual(['taken 5', 'taken 6']);
    expect(plan.revision).toBe(7);
  });
});
