import { describe, expect, it } from 'vitest';
import { defaultRunSettings } from '../contract/plan.ts';
import { encodeEscaped } from './escapedText.ts';
import { editLayout, emptyLayout, formatLayout, parseLayout } from './layout.ts';
import { formatSettings, parseSettings } from './settings.ts';
import { testCatalog } from './testing/testCatalog.ts';
import { TestShow } from './testing/testShow.ts';
import { viewOf } from './view.ts';

describe('view', () => {
  const show = new TestShow({
    'show.cfg': '[desk d]\nbind = 1\n[none x]\n[include maps.cfg]\n',
    'maps.cfg': '[map]\nd./{1..8} <> x.{1..8}\nd./1 > x.a\nd./1 > x.a\n;~ x.b > d./2\nd./1 > gone.{1..3}\n',
  });
  const view = viewOf(show.model, testCatalog, {
    revision: 3,
    dirtyFiles: new Set(['/show/maps.cfg']),
    moduleFiles: [{ path: 'm.py', role: 'module', isDirty: false }],
    problems: [],
    layout: emptyLayout,
  });

  it('groups ports as they are written, by side, in order of first use', () => {
    expect(view.instances.map(({ name, isKnownBackend, inputs, outputs }) => ({ name, isKnownBackend, inputs, outputs }))).toEqual([
      {
        name: 'd',
        isKnownBackend: true,
        inputs: [
          { spec: '/{1..8}', count: 8 },
          { spec: '/2', count: 1 },
        ],
        outputs: [
          { spec: '/{1..8}', count: 8 },
          { spec: '/1', count: 1 },
        ],
      },
      {
        name: 'x',
        isKnownBackend: false,
        inputs: [
          { spec: '{1..8}', count: 8 },
          { spec: 'a', count: 1 },
        ],
        outputs: [
          { spec: '{1..8}', count: 8 },
          { spec: 'b', count: 1 },
        ],
      },
    ]);
  });

  it('keeps one wire per map line, muted and invalid ones included', () => {
    expect(view.wires.map(({ key, count, isMuted, place }) => [key, count, isMuted, `${place.file}:${place.line}`])).toEqual([
      ['d./{1..8} <> x.{1..8}', 8, false, 'maps.cfg:2'],
      ['d./1 > x.a', 1, false, 'maps.cfg:3'],
      ['d./1 > x.a #2', 1, false, 'maps.cfg:4'],
      ['x.b > d./2', 1, true, 'maps.cfg:5'],
      ['d./1 > gone.{1..3}', 0, false, 'maps.cfg:6'],
    ]);
  });

  it('says which files differ from the disk', () => {
    expect([view.title, view.isDirty, view.files.map(({ path, role, isDirty }) => `${path} ${role} ${isDirty}`)]).toEqual([
      'show',
      true,
      ['show.cfg main false', 'maps.cfg include true', 'm.py module false'],
    ]);
  });
});

describe('layout sidecar', () => {
  it('takes what it understands and names the rest', () => {
    const parse = (text: string) => parseLayout(encodeEscaped(text), 'show.layout.json');
    expect(parse('{"nodes":{"a":{"x":1,"y":2},"b":{"x":"1"}}}')).toMatchObject({
      layout: { nodes: { a: { x: 1, y: 2 } } },
      problem: { code: 'layout-broken' },
    });
    for (const text of ['', '[]', '{"nodes":3}', '{"nodes":{"a":{"x":null,"y":0}}}', '\uDC80'])
      expect(parse(text).layout).toEqual(emptyLayout);
    expect(parseLayout(undefined, 'x')).toEqual({ layout: emptyLayout });
    const layout = { nodes: { a: { x: 1.5, y: -2 } } };
    expect(parse(formatLayout(layout))).toEqual({ layout });
  });

  it('keeps keys that it does not know, of the file and of each node', () => {
    const text = '{"zoom":2,"nodes":{"a":{"x":1,"y":2,"colour":"red"}},"groups":[{"of":["a"]}]}';
    const { layout } = parseLayout(encodeEscaped(text), 'show.layout.json');
    const edited = editLayout(layout, [
      { kind: 'placeNodes', nodes: { a: { x: 5, y: 6 } } },
      { kind: 'renameInstance', name: 'a', newName: 'b' },
    ]);
    expect(JSON.parse(formatLayout(edited))).toEqual(
      JSON.parse('{"zoom":2,"nodes":{"b":{"x":5,"y":6,"colour":"red"}},"groups":[{"of":["a"]}]}'),
    );
  });

  it('follows renamed and removed instances', () => {
    const layout = editLayout({ nodes: { a: { x: 1, y: 1 }, b: { x: 2, y: 2 } } }, [
      { kind: 'renameInstance', name: 'a', newName: 'c' },
      { kind: 'removeInstance', name: 'b' },
      { kind: 'placeNodes', nodes: { d: { x: 3, y: 3 } } },
    ]);
    expect(layout.nodes).toEqual({ c: { x: 1, y: 1 }, d: { x: 3, y: 3 } });
  });
});

describe('settings sidecar', () => {
  it('takes what it understands, and defaults for the rest', () => {
    const { settings, problems } = parseSettings(encodeEscaped('{"handlerBudgetMs":500,"memoryCapMiB":1,"handlerBugetMs":3}'), 'x.json');
    expect(settings).toEqual({ ...defaultRunSettings, handlerBudgetMs: 500 });
    expect(problems.map(({ message }) => message)).toEqual([
      'x.json: "memoryCapMiB" must be whole MiB from 64 to 4096; 512 is used.',
      'x.json: there is no setting "handlerBugetMs". Did you mean "handlerBudgetMs"?',
    ]);
    expect(parseSettings(encodeEscaped('nonsense'), 'x.json').settings).toEqual(defaultRunSettings);
    expect(parseSettings(encodeEscaped(formatSettings(settings)), 'x.json')).toEqual({ settings, problems: [] });
  });
});
