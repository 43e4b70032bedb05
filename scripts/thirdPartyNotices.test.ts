import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeNotices } from './thirdPartyNotices.ts';

it('the third-party notices name every package that is shipped', () => {
  expect(readFileSync(new URL('../docs/third-party-notices.md', import.meta.url), 'utf8')).toBe(makeNotices());
});

it('nothing with a licence that forbids our kind of use is shipped', () => {
  const licenses = [...makeNotices().matchAll(/^\| \S+ \| (.+?) \|/gm)].map((match) => match[1]);
  expect(licenses.length).toBeGreaterThan(10);
  for (const license of licenses) expect(license).toMatch(/MIT|ISC|BSD|Apache-2\.0|MPL-2\.0|EPL-2\.0|0BSD|licence/);
});
