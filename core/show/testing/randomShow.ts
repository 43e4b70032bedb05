import fc from 'fast-check';
import { TestShow } from './testShow.ts';

const names = ['a', 'b', 'stage-é', 'x+1'];
const specs = ['1', '/f{1..3}', 'x.y', 'my chan', '{red,green,blue}'];
/** Lines that can be folded into one range. */
const series = ['a.s1 > a.t1', 'a.s2 > a.t2'];
const style = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('', '  ', '\t'),
  tight: fc.boolean(),
  isOpen: fc.boolean(),
});
const wire = fc.record({
  from: fc.tuple(fc.nat(3), fc.nat(4)),
  to: fc.tuple(fc.nat(3), fc.nat(4)),
  operator: fc.constantFrom('>', '<', '<>', '><'),
  mark: fc.constantFrom('', '', '', ';~ ', ';~'),
});
/** Shows with comments, several maps, both line breaks, sometimes with their maps in an included file. */
export const randomShows = fc.record({
  style,
  instances: fc.array(fc.array(fc.constantFrom('k = v', 'empty =', '; note', 'a=b=c', '', '\uDCE9 = \u0001x'), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  }),
  maps: fc.array(fc.array(fc.oneof(wire, fc.constantFrom('; comment é', '', ';~ no wire', ...series)), { maxLength: 6 }), { maxLength: 3 }),
  isSplit: fc.boolean(),
});
export type RandomShow = typeof randomShows extends fc.Arbitrary<infer T> ? T : never;

export function writeShow(show: RandomShow): TestShow {
  const { eol, indent, tight, isOpen } = show.style;
  const sections = show.instances.map((lines, index) => [`[loopback ${names[index]}]`, ...lines.map((line) => indent + line)].join(eol));
  const end = ([instance, spec]: readonly [number, number]) => `${names[instance % show.instances.length]}.${specs[spec]}`;
  const maps = show.maps.map((lines) =>
    [
      '[map]',
      ...lines.map(
        (line) =>
          indent + (typeof line === 'string' ? line : line.mark + [end(line.from), line.operator, end(line.to)].join(tight ? '' : ' ')),
      ),
    ].join(eol),
  );
  const close = (parts: readonly string[]) => parts.join(eol + eol) + (isOpen ? '' : eol);
  if (!show.isSplit) return new TestShow(close([...sections, ...maps]));
  return new TestShow({ 'show.cfg': close([...sections, '[include maps.cfg]']), 'maps.cfg': close(maps) });
}
