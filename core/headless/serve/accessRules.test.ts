import { expect, test } from 'vitest';
import { refusalOf } from './accessRules.ts';

const rules = { port: 8642, token: 'correct-horse-battery', hostNames: ['rack'] };
const link = { host: '127.0.0.1:8642', origin: 'http://127.0.0.1:8642', token: 'correct-horse-battery' };

test.each([
  ['the page itself', link, undefined],
  ['by name', { ...link, host: 'localhost:8642', origin: 'http://localhost:8642' }, undefined],
  ['by the name of the machine', { ...link, host: 'rack:8642', origin: 'http://rack:8642' }, undefined],
  ['over IPv6', { ...link, host: '[::1]:8642', origin: 'http://[::1]:8642' }, undefined],
  ['through a tunnel with another port', { ...link, host: '127.0.0.1:9999', origin: 'http://127.0.0.1:9999' }, undefined],
  ['without a token', { ...link, token: null }, /token/],
  ['with a wrong token', { ...link, token: 'wrong' }, /token/],
  ['from another site', { ...link, origin: 'https://evil.example' }, /Only the page/],
  ['without an origin', { ...link, origin: undefined }, /Only the page/],
  ['by a name that was rebound to this address', { ...link, host: 'evil.example', origin: 'http://evil.example' }, /not allowed/],
  ['without a host', { ...link, host: undefined }, /not allowed/],
  ['with a malformed host', { ...link, host: 'a b', origin: 'http://a b' }, /not allowed/],
])('a connection %s', (_how, facts, expected) => {
  const refusal = refusalOf(facts, rules, 'link');
  if (expected) expect(refusal).toMatch(expected);
  else expect(refusal).toBeUndefined();
});
