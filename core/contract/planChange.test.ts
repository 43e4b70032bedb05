import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultRunSettings, type Plan } from './plan.ts';
import { changeBetween, changedPlan } from './planChange.ts';

const specs = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 });
const plans: fc.Arbitrary<Plan> = fc.record({
  revision: fc.nat(),
  showFolder: fc.constant('/show'),
  backends: fc.constant([]),
  instances: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('x', 'y', 'z'),
      backend: fc.constantFrom('osc', 'loopback'),
      options: fc.constant([]),
      folder: fc.constant('/show'),
      channels: specs,
    }),
    { selector: ({ name }) => name },
  ),
  routes: fc.record({
    sources: fc.int32Array(),
    targets: fc.int32Array(),
    wireOf: fc.int32Array(),
    wires: specs,
  }),
  settings: fc.constant(defaultRunSettings),
});

it('leads from one plan to any other, through a structured clone', () => {
  fc.assert(
    fc.property(plans, plans, (before, after) => {
      expect(changedPlan(before, structuredClone(changeBetween(before, after)))).toEqual(after);
    }),
  );
});

it('holds one text for one channel more among many', () => {
  const channels = Array.from({ length: 1_000 }, (_, index) => `/f${index}`);
  const planWith = (more: readonly string[]): Plan => ({
    revision: 1,
    showFolder: '/',
    backends: [],
    instances: [{ name: 'a', backend: 'osc', options: [], folder: '/', channels: [...channels, ...more] }],
    routes: { sources: new Int32Array(), targets: new Int32Array(), wireOf: new Int32Array(), wires: channels },
    settings: defaultRunSettings,
  });
  const change = changeBetween(planWith([]), planWith(['/g']));
  expect(change.instances[0]?.channels).toEqual({ known: 1_000, head: 1_000, tail: 0, inserted: ['/g'] });
  expect(change.routes.wires.inserted).toEqual([]);
  expect(() => changedPlan(planWith(['/h']), change)).toThrow('another plan');
});
