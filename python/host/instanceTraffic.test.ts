import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import type { Slot } from '../../core/contract/ids.ts';
import { pythonWord, pythonWordCount } from '../../core/contract/pythonLink.ts';
import { InstanceTraffic } from './instanceTraffic.ts';

function fakeWorker() {
  const words = new Int32Array(pythonWordCount);
  const calls: string[] = [];
  return {
    words,
    calls,
    wake: () => calls.push('wake'),
    raiseHops: (hops: number) => calls.push(`hops ${hops}`),
    didRoute: (index: number) => calls.push(`routed ${index}`),
  };
}

function setUp() {
  const counted: string[] = [];
  let worker = fakeWorker();
  const traffic = new InstanceTraffic(
    { clock: new ManualClock(), count: (counter, amount) => counted.push(`${counter} ${amount}`), createChannel: () => 7 as Slot },
    [{ slot: 3 as Slot, spec: 'm.h', channel: 'm.h', isSource: false, isTarget: true }],
    () => [],
    () => worker,
  );
  const replaceWorker = () => {
    worker = fakeWorker();
    traffic.begin(worker);
    return worker;
  };
  return { counted, traffic, worker, replaceWorker };
}

const batch = { slots: Int32Array.of(3, 3), values: Float64Array.of(0.25, 0.5), count: 2, hops: 1 };

test('events wait in the ring for the next worker, which learns the last values', () => {
  const { counted, traffic, worker, replaceWorker } = setUp();
  traffic.createChannels(['made']);
  traffic.deliver(batch);
  expect(worker.calls).toEqual(['hops 1', 'wake']);

  replaceWorker();
  expect(traffic.input.available).toBe(2);
  expect(traffic.describeChannels(true)).toMatchObject({
    specs: ['made', 'm.h'],
    slots: Int32Array.of(7, 3),
    isTarget: Uint8Array.of(0, 1),
    lastInputs: Float64Array.of(Number.NaN, 0.5),
  });
  traffic.countLost();
  expect(counted).toEqual(['dropped 2']);
});

test('what was published leaves as one round, and the worker that follows is not told to wait for it', () => {
  const { traffic, worker, replaceWorker } = setUp();
  worker.words[pythonWord.hopsOut] = 2;
  traffic.output.stage(Int32Array.of(3, 3, 3), Float64Array.of(0.1, 0.2, 0.3), 0, 3);
  traffic.output.publish();
  const rounds: string[] = [];
  const sink = {
    emitRound: (_slots: Int32Array, values: Float64Array, start: number, count: number, hops?: number) => {
      rounds.push(`${[...values.subarray(start, start + count)].join()} hops ${hops}`);
    },
  };
  expect(traffic.drain(sink, 2)).toBe(true);
  expect(traffic.drain(sink, 2)).toBe(false);
  expect(rounds).toEqual(['0.1,0.2 hops 2', '0.3 hops 2']);
  traffic.didSettle();
  expect(worker.calls).toEqual(['routed 3']);
  expect(replaceWorker().calls).toEqual(['routed 3']);
});

test('a doorbell is answered before the rings are looked at, so that the next ring is heard', () => {
  const { traffic, worker } = setUp();
  worker.words[pythonWord.doorbell] = 1;
  traffic.answerDoorbell();
  expect(worker.words[pythonWord.doorbell]).toBe(0);
});
