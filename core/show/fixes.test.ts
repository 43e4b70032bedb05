import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Problem } from '../contract/problem.ts';
import { protocols } from '../roots/protocols.ts';
import { replaceRange } from './replaceRange.ts';
import { TestShow } from './testing/testShow.ts';

const instances = `[osc desk]
bind = 127.0.0.1 8000
destination = 127.0.0.1 9000
/out* = f 0.0 1.0

[python py]
module = fades
default-handler = fades.other
[loopback store]`;
const map = `; the patch
[map]
desk./in > py.fades.dim
store.lamp{1..3} > desk./out{1..3}
py.mix{left,right} > store.side{left,right}
py.level > desk./out9`;
const modules = { 'fades.py': 'def dim(v): pass\ndef other(v): pass\n', 'lib.py': '' };

/** One slip each, in a show that has none. */
const slips: readonly (readonly [code: string, from: string, to: string])[] = [
  ['unknown-backend', '[osc desk]', '[ocs desk]'],
  ['unknown-option', 'bind =', 'bnd ='],
  ['unknown-option', 'default-handler =', 'default_handler ='],
  ['osc-bind-missing', 'bind = 127.0.0.1 8000', ''],
  ['osc-output-without-type', 'desk./out9', 'desk./else'],
  ['unknown-instance', 'py.level', 'pyy.level'],
  ['unknown-instance', '> store.side', '> stroe.side'],
  ['handler-missing', 'py.fades.dim', 'py.fades.dmi'],
  ['handler-missing', 'fades.other', 'fades.othre'],
  ['handler-module-not-loaded', 'py.fades.dim', 'py.fadse.dim'],
  ['osc-address', 'desk./in', 'desk.in'],
  ['range-invalid', 'lamp{1..3}', 'lamp{1.3}'],
  ['range-invalid', 'lamp{1..3}', 'lamp{1-3}'],
  ['range-invalid', 'mix{left,right}', 'mix{left,,right}'],
  ['range-invalid', 'side{left,right}', 'side{left,right,}'],
  ['not-an-assignment', '[python py]', '# note\n[python py]'],
  ['not-an-assignment', '[python py]', '// note\n[python py]'],
  ['not-an-assignment', '[loopback store]', '[loopback store] ; what comes back'],
  ['bad-map-section', '[map]', '[Map]'],
  ['bad-map-section', '[map]', '[ map ]'],
  ['bad-instance-name', '[loopback store]', '[loopback  store]'],
  ['bad-instance-name', '[osc desk]', '[osc desk ]'],
  ['repeated-wire', 'desk./in > py.fades.dim', 'desk./in > py.fades.dim\ndesk./in > py.fades.dim'],
  ['repeated-wire', 'py.level > desk./out9', 'py.level > desk./out9\npy.level > desk./out9'],
];

const writings = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\uFEFF'),
  indent: fc.constantFrom('', '  ', '\t'),
  isSplit: fc.boolean(),
  isOpen: fc.boolean(),
});
type Writing = typeof writings extends fc.Arbitrary<infer T> ? T : never;

function write(sections: string, lines: string, { eol, mark, indent, isSplit, isOpen }: Writing): Record<string, string> {
  const written = (text: string) => mark + text.replaceAll(/^/gm, indent).replaceAll('\n', eol) + (isOpen ? '' : eol);
  if (!isSplit) return { 'show.cfg': written(`${sections}\n${lines}`), ...modules };
  return { 'show.cfg': written(`[include parts/all.cfg]\n${lines}`), 'parts/all.cfg': written(sections), ...partModules };
}

/** An instance looks for its modules beside the file that made it. */
const partModules = Object.fromEntries(Object.entries(modules).map(([name, text]) => [`parts/${name}`, text]));

const lint = (files: Record<string, string>) => new TestShow(files).lint([], protocols);

function settled(files: Record<string, string>, { fix }: Problem): Record<string, string> {
  const file = fix?.place.file ?? '';
  const text = fix && replaceRange(files[file] ?? '', fix.place, fix.newText);
  if (text === undefined) throw new Error(`The fix has no place in ${file}.`);
  return { ...files, [file]: text };
}

it('a show without slips has no findings, however it is written', () => {
  fc.assert(
    fc.property(writings, (writing) => {
      expect(lint(write(instances, map, writing))).toEqual([]);
    }),
  );
});

it('applying a fix settles the finding and brings no other', () => {
  fc.assert(
    fc.property(fc.constantFrom(...slips), writings, ([code, from, to], writing) => {
      let files = write(instances.replace(from, to), map.replace(from, to), writing);
      const found = lint(files);
      expect(found.map((problem) => problem.code)).toContain(code);
      // Each step settles one finding: there are never more steps than findings.
      for (let left = found.length; left > 0; left--) {
        const next = lint(files).find(({ fix }) => fix !== undefined);
        if (!next) break;
        const before = lint(files).length;
        files = settled(files, next);
        expect(lint(files).length).toBeLessThan(before);
      }
      expect(lint(files).filter((problem) => problem.code === code)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
