import { expect, test } from 'vitest';
import { instanceOf, viewOf, wireOf } from '../testing/fakeSession.ts';
import { matchItems, showItems } from './finderItems.ts';

test('finds instances, ports, wires and files by any of their words, best first', () => {
  const view = viewOf({
    instances: [instanceOf('desk', 'osc', { outputs: [{ spec: '/fader', count: 1 }] })],
    wires: [wireOf('desk./fader > py.m.f')],
  });
  const found = matchItems(showItems(view), 'desk', 10).map(({ label, hint }) => `${label} (${hint})`);
  expect(found).toEqual(['desk (osc)', 'desk./fader (output)', 'desk./fader → py.m.f (wire)']);
  expect(matchItems(showItems(view), 'wire fader', 10)).toHaveLength(1);
  expect(matchItems(showItems(view), 'nothing', 10)).toEqual([]);
});
