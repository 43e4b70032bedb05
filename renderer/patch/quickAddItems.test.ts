import { expect, test } from 'vitest';
import { instanceOf, viewOf } from '../testing/fakeSession.ts';
import { quickAddItems } from './quickAddItems.ts';

const view = viewOf({
  instances: [
    instanceOf('in', 'osc', { outputs: [{ spec: '/fader', count: 1 }] }),
    instanceOf('py', 'python', { inputs: [{ spec: 'm.f', count: 1 }], outputs: [{ spec: 'out', count: 1 }] }),
  ],
});
const protocols = [{ name: 'osc', title: 'OSC', summary: '', instanceOptions: [] }];
const quickAdd = { instance: 'in', spec: '/fader', side: 'out', x: 0, y: 0, canvas: { x: 0, y: 0 } } as const;

function labels(typed: string) {
  return quickAddItems(quickAdd, typed, view, new Map([['py', ['m.f', 'extra']]]), protocols).map(({ label }) => label);
}

test('offers channels of the other side, known ones, instances, and new ones', () => {
  expect(labels('')).toEqual(['py.m.f', 'py.extra', 'in. …', 'py. …', 'New OSC instance…']);
});

test('what is typed filters, and a channel that nobody has yet can be written', () => {
  expect(labels('extr')).toEqual(['py.extra']);
  expect(labels('py.new')).toEqual(['py.new']);
  expect(labels('py.extra')).toEqual(['py.extra']);
  expect(labels('nobody.x')).toEqual([]);
});
