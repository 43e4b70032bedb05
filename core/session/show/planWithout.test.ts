import { expect, test } from 'vitest';
import { defaultRunSettings, type Plan } from '../../contract/plan.ts';
import { planWithout } from './planWithout.ts';

const instance = (name: string, ...channels: string[]) => ({ name, backend: 'loopback', options: [], folder: '/', channels });

test('routes are renumbered, and those of what is left out go', () => {
  const plan: Plan = {
    revision: 3,
    showFolder: '/',
    backends: [],
    instances: [instance('a', '1', '2'), instance('py', 'x'), instance('b', '3')],
    // a.1 > b.3, a.2 > py.x, py.x > b.3, a.2 > b.3
    routes: {
      sources: Int32Array.of(0, 1, 2, 1),
      targets: Int32Array.of(3, 2, 3, 3),
      wireOf: Int32Array.of(0, 1, 2, 3),
      wires: ['p', 'q', 'r', 's'],
    },
    settings: defaultRunSettings,
  };
  const without = planWithout(plan, (name) => name === 'py');
  expect(without.instances.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(without.routes).toEqual({
    sources: Int32Array.of(0, 1),
    targets: Int32Array.of(2, 2),
    wireOf: Int32Array.of(0, 3),
    wires: ['p', 'q', 'r', 's'],
  });
});
