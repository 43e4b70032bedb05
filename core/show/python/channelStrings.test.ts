import { describe, expect, it } from 'vitest';
import { findChannelStrings, renameChannelStrings } from './channelStrings.ts';

const text = `import midimonster
from midimonster import output, inputvalue
midimonster.output("lamp", 1)  # "lamp" stays here
output('lamp', inputvalue("fader"))
print("lamp")
output(prefix + "lamp", 1)
output(f"lamp{n}", 1)
output("a\\x62", 1)
`;

describe('channels in the texts of a module', () => {
  it('are found as first arguments of the functions that take one', () => {
    expect(findChannelStrings(text).map(({ channel }) => channel)).toEqual(['lamp', 'lamp', 'fader']);
  });

  it('are renamed there and nowhere else', () => {
    const renamed = renameChannelStrings(text, new Map([['lamp', 'it\'s "x"']]));
    expect(renamed?.split('\n').slice(2, 5)).toEqual([
      'midimonster.output("it\'s \\"x\\"", 1)  # "lamp" stays here',
      'output(\'it\\\'s "x"\', inputvalue("fader"))',
      'print("lamp")',
    ]);
    expect(renameChannelStrings(text, new Map([['none', 'x']]))).toBeUndefined();
  });

  it('can change places with each other', () => {
    const swapped = new Map([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(renameChannelStrings('output("a", 1)\noutput("b", 1)\n', swapped)).toBe('output("b", 1)\noutput("a", 1)\n');
  });
});
