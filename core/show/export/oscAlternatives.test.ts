import { expect, it } from 'vitest';
import { alternativesOf } from './oscAlternatives.ts';

it.each([
  ['/{a,b}', ['/a', '/b']],
  ['/{a,b}/x{1,2}*', ['/a/x1*', '/a/x2*', '/b/x1*', '/b/x2*']],
  ['/x{a,}', ['/xa', '/x']],
  ['/x{a*,b}', ['/xb']],
  ['/x{a}', undefined],
  ['/x[a-c]', undefined],
  ['dest{a,b}', undefined],
  [`/${'{0,1}'.repeat(20)}`, undefined],
])('%s stands for %j', (pattern, alternatives) => {
  expect(alternativesOf(pattern)).toEqual(alternatives);
});
