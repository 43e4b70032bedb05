import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelAt, countChannels, expandPattern, maxPatternChannels, parsePattern } from './ranges.ts';

function expand(text: string): string[] | string {
  const pattern = parsePattern(text);
  return pattern.ok ? expandPattern(pattern.value) : pattern.error.code;
}

describe('channel patterns', () => {
  it.each([
    ['plain', ['plain']],
    ['', ['']],
    ['c{1..3}', ['c1', 'c2', 'c3']],
    ['c{3..1}x', ['c3x', 'c2x', 'c1x']],
    ['c{08..11}', ['c8', 'c9', 'c10', 'c11']],
    ['{ 1.. 2}', ['1', '2']],
    ['{5..5}', ['5']],
    ['{a,b c, d,a}', ['a', 'b c', ' d', 'a']],
    ['{a,b..c}', ['a', 'b..c']],
    ['r{1..2}c{x,y}', ['r1cx', 'r1cy', 'r2cx', 'r2cy']],
    ['a}b', ['a}b']],
    ['{1..2}}', ['1}', '2}']],
  ])('"%s" names what the reference makes of it', (text, channels) => {
    expect(expand(text)).toEqual(channels);
  });

  it.each([
    '{}',
    '{5}',
    '{a..c}',
    '{1..}',
    '{..2}',
    '{1..3..5}',
    '{1..3x}',
    '{1..3 }',
    '{1 ..3}',
    '{-1..3}',
    '{a,,b}',
    '{,a}',
    '{a,}',
    '{1..3',
    '{1...3}',
  ])('refuses "%s"', (text) => {
    expect(expand(text)).toBe('range-invalid');
  });

  it('refuses nesting and sizes that nobody means', () => {
    expect([expand('{a{1..2}}'), expand('{1..99999999}'), expand('{1..2000}{1..2000}'), expand('{1..99999999999999999999}')]).toEqual([
      'range-nested',
      'range-too-large',
      'range-too-large',
      'range-too-large',
    ]);
  });

  it('counts what it expands, and finds each channel by its index', () => {
    const part = fc.oneof(
      fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => `{${a}..${b}}`),
      fc.array(fc.stringMatching(/^[a-z ]{1,3}$/), { minLength: 2, maxLength: 4 }).map((members) => `{${members.join(',')}}`),
      fc.stringMatching(/^[a-z/}]{0,4}$/),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), (parts) => {
        const text = parts.join('');
        const pattern = parsePattern(text);
        if (!pattern.ok) throw new Error(pattern.error.message);
        const channels = expandPattern(pattern.value);
        expect(channels).toHaveLength(countChannels(text));
        expect(channels.map((_, index) => channelAt(pattern.value, index))).toEqual(channels);
      }),
    );
  });

  it('never throws and never grows beyond its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}.,0129a '), maxLength: 30 }), (text) => {
        expect(countChannels(text)).toBeLessThanOrEqual(maxPatternChannels);
      }),
    );
  });
});
