import { expect, test } from 'vitest';
import { protocols } from '../../roots/protocols.ts';
import { protocolViews } from './protocolViews.ts';

test('a window gets what can be sent of the protocols, and knows which options stand for a family of names', () => {
  const views = protocolViews(protocols);
  expect(structuredClone(views)).toEqual(views);
  const families = views.flatMap(({ name, instanceOptions }) =>
    instanceOptions.filter(({ isFamily }) => isFamily).map((option) => `${name} ${option.name}`),
  );
  expect(families).toEqual(['osc /address']);
});
