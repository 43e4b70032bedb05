import { expect, test } from 'vitest';
import { instanceOf, viewOf, wireOf } from '../testing/fakeSession.ts';
import { buildGraph, type GraphInput } from './graphModel.ts';

const live = { phase: 'live', reason: '', problems: [] } as const;

function input(parts: Partial<GraphInput>): GraphInput {
  return { view: viewOf(), protocols: [], statuses: new Map(), ...parts };
}

test('instances become nodes, used channels ports, map lines wires; a range is one wire', () => {
  const view = viewOf({
    instances: [
      instanceOf('desk', 'osc', { outputs: [{ spec: '/f{1..8}', count: 8 }] }),
      instanceOf('stage', 'osc', { inputs: [{ spec: '/d{1..8}', count: 8 }] }),
    ],
    wires: [wireOf('desk./f{1..8} > stage./d{1..8}', { count: 8 })],
  });
  const graph = buildGraph(input({ view, statuses: new Map([['desk', live]]) }));
  expect(graph.nodes.map(({ name, lamp, ports }) => [name, lamp, ports.map((port) => [port.side, port.spec, port.count])])).toEqual([
    ['desk', 'live', [['out', '/f{1..8}', 8]]],
    ['stage', 'stopped', [['in', '/d{1..8}', 8]]],
  ]);
  expect(graph.wires).toMatchObject([{ key: 'desk./f{1..8} > stage./d{1..8}', count: 8, backend: 'osc', isBroken: false }]);
});

test('a two-way wire is drawn once and makes no ports for its way back', () => {
  const both = [{ spec: 'x', count: 1 }];
  const view = viewOf({
    instances: [instanceOf('a', 'loopback', { inputs: both, outputs: both }), instanceOf('b', 'loopback', { inputs: both, outputs: both })],
    wires: [wireOf('a.x <> b.x')],
  });
  const { nodes } = buildGraph(input({ view }));
  expect(nodes.map(({ ports }) => ports.map(({ side, isTwoWay }) => [side, isTwoWay]))).toEqual([[['out', true]], [['in', true]]]);
});

test('a muted line keeps its wire and its ports, and is not broken', () => {
  const view = viewOf({
    instances: [instanceOf('a', 'osc'), instanceOf('b', 'osc')],
    wires: [wireOf('a.x > b.y', { isMuted: true, count: 0 })],
  });
  const { nodes, wires } = buildGraph(input({ view }));
  expect(nodes.map(({ ports }) => ports.length)).toEqual([1, 1]);
  expect(wires[0]).toMatchObject({ isMuted: true, isBroken: false });
});

test('an instance that only the map names gets a node that says so', () => {
  const view = viewOf({ instances: [instanceOf('a', 'osc')], wires: [wireOf('a.x > ghost.y', { count: 0 })] });
  const { nodes, wires } = buildGraph(input({ view }));
  expect(nodes[1]).toMatchObject({ name: 'ghost', lamp: 'missing', note: 'The map names this instance, but no section defines it.' });
  expect(wires[0]?.isBroken).toBe(true);
});

test('the reason of a waiting instance and the problem of a live one stand in the node', () => {
  const view = viewOf({
    instances: [instanceOf('nano', 'osc'), instanceOf('py', 'python'), instanceOf('x', 'ola', { isKnownBackend: false })],
  });
  const statuses = new Map([
    ['nano', { phase: 'waiting', reason: 'Port 8000 is taken.', problems: [] }],
    ['py', { phase: 'live', reason: '', problems: [{ code: 'c', message: 'old.py:14 NameError' }] }],
  ] as const);
  expect(buildGraph(input({ view, statuses })).nodes.map(({ lamp, note }) => [lamp, note])).toEqual([
    ['waiting', 'Port 8000 is taken.'],
    ['problem', 'old.py:14 NameError'],
    ['missing', 'This build does not run “ola”. It is kept and saved untouched.'],
  ]);
});

test('what did not change stays the same object', () => {
  const view = viewOf({ instances: [instanceOf('a', 'osc'), instanceOf('b', 'osc')], wires: [wireOf('a.x > b.y')] });
  const before = buildGraph(input({ view }));
  const again = buildGraph(input({ view: { ...view, revision: 2 } }), before);
  expect([again.nodes, again.wires]).toEqual([before.nodes, before.wires]);
  expect(again.nodes).toBe(before.nodes);
  const changed = buildGraph(input({ view, statuses: new Map([['a', live]]) }), before);
  expect(changed.nodes[0]).not.toBe(before.nodes[0]);
  expect(changed.nodes[1]).toBe(before.nodes[1]);
});
