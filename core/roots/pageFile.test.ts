import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageFile } from './pageFile.ts';

const folder = resolve('/page');

test.each([
  ['/', { ok: true, value: join(folder, 'index.html') }],
  ['/assets/a%20b.wasm', { ok: true, value: join(folder, 'assets', 'a b.wasm') }],
  ['/assets/', { ok: true, value: join(folder, 'assets', 'index.html') }],
  ['/%', { ok: false, error: 'malformed' }],
  ['/%00', { ok: false, error: 'malformed' }],
  ['/..%2fsecret.txt', { ok: false, error: 'outside' }],
  ['/assets/..%2f..%2fsecret.txt', { ok: false, error: 'outside' }],
])('%s names %o', (pathname, named) => {
  expect(pageFile(folder, pathname)).toEqual(named);
});

test('no path leaves the folder', () => {
  const part = fc.constantFrom('..', '%2e%2e', '%2f', '%5c', '/', '\\', 'a', '.', '%', '\0', '//');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const named = pageFile(folder, `/${parts.join('')}`);
      if (named.ok) expect(named.value.startsWith(folder + sep)).toBe(true);
    }),
  );
});
