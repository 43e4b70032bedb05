import { describe, expect, test } from 'vitest';
import { MeterBus } from '../link/meterBus.ts';
import { buildGraph } from '../patch/graphModel.ts';
import { instanceOf, viewOf, wireOf } from '../testing/fakeSession.ts';
import { planMeters } from './meterPlan.ts';

const names = ['a', 'b'];
const graphOf = (wires: readonly string[], before?: ReturnType<typeof buildGraph>) =>
  buildGraph(
    {
      view: viewOf({ instances: names.map((name) => instanceOf(name, 'loopback', {})), wires: wires.map((key) => wireOf(key)) }),
      protocols: [],
      statuses: new Map(),
    },
    before,
  );
const channel = (id: number, instance: string, spec: string) => ({ id, instance, spec });

describe('meters', () => {
  const graph = graphOf(['a.x > b.y']);

  test('follow the rows of their channels', () => {
    const bus = new MeterBus();
    bus.nameChannels([channel(3, 'a', 'x'), channel(5, 'b', 'y')], 0);
    const plan = planMeters(graph, bus, false);
    expect(plan.wires.map(({ from, to }) => [[...from.rows], [...to.rows]])).toEqual([[[7], [10]]]);
  });

  test('find a row that is named later', () => {
    const bus = new MeterBus();
    bus.nameChannels([channel(3, 'a', 'x')], 0);
    expect([...(planMeters(graph, bus, false).wires[0]?.to.rows ?? [])]).toEqual([-1]);
    bus.nameChannels([channel(5, 'b', 'y')], 1);
    expect([...(planMeters(graph, bus, false).wires[0]?.to.rows ?? [])]).toEqual([10]);
  });

  test('look rows up again when all names are learned anew', () => {
    const bus = new MeterBus();
    bus.nameChannels([channel(3, 'a', 'x'), channel(5, 'b', 'y')], 0);
    planMeters(graph, bus, false);
    bus.nameChannels([channel(8, 'a', 'x'), channel(9, 'b', 'y')], 0);
    expect([...(planMeters(graph, bus, false).wires[0]?.from.rows ?? [])]).toEqual([17]);
  });

  test('keep what they looked up where an edit changed nothing, and move with their row', () => {
    const bus = new MeterBus();
    bus.nameChannels([channel(3, 'a', 'x'), channel(5, 'b', 'y'), channel(6, 'b', 'new')], 0);
    const before = planMeters(graph, bus, false).wires[0];
    const after = planMeters(graphOf(['b.new > b.before', 'a.x > b.y'], graph), bus, false).wires.find(({ key }) => key === 'a.x > b.y');
    expect(after?.from).toBe(before?.from);
    expect(after?.to.row).toBe(1);
    expect(after?.to.rows).toBe(before?.to.rows);
  });
});
