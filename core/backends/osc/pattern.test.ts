import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAddress } from './address.ts';
import { compilePattern } from './pattern.ts';

const matches = (pattern: string, path: string) => compilePattern(pattern)(path);

describe('a pattern', () => {
  it.each([
    ['/a/f*', '/a/f12', true],
    ['/a/?', '/a/b', true],
    ['/a/?', '/a/bc', false],
    ['/a/[b-d]', '/a/c', true],
    ['/a/[b-d]', '/a/e', false],
    ['/a/[d-b]', '/a/c', true],
    ['/a/[b-]', '/a/-', true],
    ['/a/[!x]', '/a/c', true],
    ['/a/[!x]', '/a/x', false],
    ['/a/{foo}x', '/a/foox', true],
    ['/a/{foo}', '/a/baz', false],
    ['/a/{foo,bar}', '/a/bar', true],
    ['/a/{foo,bar}', '/a/foobar', false],
    ['/a/f[0-9]*x', '/a/f3yyx', true],
    ['/a/*/c', '/a/bbb/c', true],
    ['/a/*b*c', '/a/xbxbxc', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it.each([
    ['/a/*', '/a/b/c'],
    ['/a*c', '/a/c'],
    ['/a?c', '/a/c'],
    ['/a[!x]c', '/a/c'],
    ['/*', '/a/b'],
  ])('%s never takes the slash of %s', (pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it.each([
    ['/a/b', '/a'],
    ['/a', '/a/b'],
    ['/a/b?', '/a/b'],
  ])('%s must match the whole of %s', (pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it('may end with any number of stars', () => {
    expect(matches('/a/b**', '/a/b')).toBe(true);
  });

  it('takes its time in proportion to the lengths, however many stars it has', () => {
    expect(matches(`/${'*a'.repeat(200)}`, `/${'a'.repeat(1000)}b`)).toBe(false);
  });

  it('without special characters matches only itself', () => {
    const address = fc.stringMatching(/^\/[a-z0-9/]{0,12}$/);
    fc.assert(
      fc.property(address, address, (pattern, path) => {
        expect(matches(pattern, path)).toBe(pattern === path);
      }),
    );
  });

  it('that is valid never throws, whatever the path', () => {
    const text = fc.string({ unit: fc.constantFrom(...'/ab[]{}!-,*?') }).map((tail) => `/${tail}`);
    fc.assert(
      fc.property(text, text, (pattern, path) => {
        fc.pre(checkAddress(pattern, 'pattern') === undefined);
        expect(typeof matches(pattern, path)).toBe('boolean');
      }),
    );
  });
});

describe('an address', () => {
  it.each(['/', '/x', '/1/fader1', '/x:1', '/a-b_c.d', '//'])('%s is valid', (address) => {
    expect(checkAddress(address, 'address')).toBeUndefined();
  });

  it.each(['', 'x', '/a b', '/a#', '/a,b', '/ä', '/a\t', '/x*', '/x?', '/[a]', '/{a}'])('"%s" is refused', (address) => {
    expect(checkAddress(address, 'address')).toBeDefined();
  });

  it.each(['/a/{foo,bar}', '/x*', '/[a-z]?', '/a}', '/a]'])('%s is a valid pattern', (pattern) => {
    expect(checkAddress(pattern, 'pattern')).toBeUndefined();
  });

  it.each(['/a,b', '/[a', '/{a', '/[a}', '/{a]', '/{a[b]}', '/{a/b}', '/[a/b]', '/a#', 'x*', '/[a,b]'])(
    '%s is refused as a pattern',
    (pattern) => {
      expect(checkAddress(pattern, 'pattern')).toBeDefined();
    },
  );
});
