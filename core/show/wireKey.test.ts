import { expect, it } from 'vitest';
import { parseWireKey, wireKey, wireText } from './wireKey.ts';

it.each([
  ['forward', 1, 'a.x{1..4} > b.y'],
  ['both', 1, 'a.x{1..4} <> b.y'],
  ['forward', 3, 'a.x{1..4} > b.y #3'],
] as const)('a %s wire, number %d of its text, is %s, and its ends are found in it', (direction, occurrence, key) => {
  expect(wireKey(wireText('a.x{1..4}', direction, 'b.y'), occurrence)).toBe(key);
  expect(parseWireKey(key)).toEqual({ key, from: 'a.x{1..4}', to: 'b.y' });
});
