import { expect, test } from 'vitest';
import { ManualClock } from '../../base/manualClock.ts';
import { decodeValueFrame } from '../../contract/valueFrame.ts';
import { ValueTable } from '../../contract/valueTable.ts';
import { ValueSampler } from './ValueSampler.ts';

function bench() {
  const clock = new ManualClock();
  const table = ValueTable.allocate(8);
  const sampler = new ValueSampler(clock, () => table);
  const put = (row: number, value: number) => {
    table.values[row] = value;
    table.counts[row] = (table.counts[row] ?? 0) + 1;
  };
  const client = () => {
    const frames: { sequence: number; rows: Record<number, number> }[] = [];
    const subscription = sampler.subscribe((bytes) => {
      const frame = decodeValueFrame(bytes.slice().buffer);
      if (!frame) throw new Error('malformed');
      frames.push({
        sequence: frame.sequence,
        rows: Object.fromEntries([...frame.rows].map((row, index) => [row, frame.values[index] ?? 0])),
      });
    });
    return { frames, subscription, acknowledge: () => subscription.acknowledge(frames.at(-1)?.sequence ?? 0) };
  };
  return { clock, sampler, put, client };
}

test('only changed rows are sent, at most 60 times a second', () => {
  const { clock, put, client } = bench();
  const { frames, acknowledge } = client();
  for (let millisecond = 0; millisecond < 1000; millisecond++) {
    put(3, 0.5);
    clock.advance(1);
    acknowledge();
  }
  expect(frames.length).toBeGreaterThan(50);
  expect(frames.length).toBeLessThanOrEqual(60);
  expect(frames[0]?.rows).toEqual({ 3: 0.5 });
});

test('an equal value that came again is sent again', () => {
  const { clock, put, client } = bench();
  const { frames, acknowledge } = client();
  put(1, 1);
  clock.advance(20);
  acknowledge();
  put(1, 1);
  clock.advance(20);
  expect(frames.map(({ rows }) => rows)).toEqual([{ 1: 1 }, { 1: 1 }]);
});

test('a client that acknowledges nothing gets two frames, and the newest values when it wakes up', () => {
  const { clock, put, client } = bench();
  const slow = client();
  const quick = client();
  for (let step = 1; step <= 10; step++) {
    put(0, step / 10);
    put(step % 2 === 0 ? 4 : 5, step);
    clock.advance(20);
    quick.acknowledge();
  }
  expect(slow.frames.length).toBe(2);
  expect(quick.frames.length).toBe(10);
  slow.acknowledge();
  clock.advance(20);
  expect(slow.frames.at(-1)?.rows).toEqual({ 0: 1, 4: 10, 5: 9 });
});

test('a new client first gets every row that ever had a value', () => {
  const { clock, put, client } = bench();
  const early = client();
  put(2, 0.25);
  clock.advance(20);
  early.acknowledge();
  const late = client();
  clock.advance(20);
  expect(late.frames.map(({ rows }) => rows)).toEqual([{ 2: 0.25 }]);
  expect(early.frames.length).toBe(1);
});

test('nobody attached, nothing scheduled', () => {
  const { clock, client } = bench();
  const one = client();
  const two = client();
  one.subscription.dispose();
  expect(clock.pendingCount).toBe(1);
  two.subscription.dispose();
  expect(clock.pendingCount).toBe(0);
});

test('after a machine slept one frame brings what changed, and frames go on', () => {
  const { clock, put, client } = bench();
  const { frames, acknowledge } = client();
  put(1, 0.25);
  clock.advance(20);
  acknowledge();
  put(1, 0.5);
  clock.jump(3_600_000);
  expect(frames.map(({ rows }) => rows)).toEqual([{ 1: 0.25 }, { 1: 0.5 }]);
  acknowledge();
  put(2, 0.75);
  clock.advance(20);
  expect(frames.at(-1)?.rows).toEqual({ 2: 0.75 });
});
