import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventRing } from './eventRing.ts';

type Step = { readonly do: 'stage'; readonly count: number } | { readonly do: 'publish' } | { readonly do: 'take'; readonly count: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('stage' as const), count: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ do: fc.constant('publish' as const) }),
    fc.record({ do: fc.constant('take' as const), count: fc.integer({ min: 0, max: 20 }) }),
  ),
  { maxLength: 200 },
);

/** Starts both indices near their wrap at 2^32. */
function ringNearWrap(capacity: number, index: number): EventRing {
  const buffer = EventRing.allocate(capacity).buffer;
  const header = new Int32Array(buffer);
  header[0] = index;
  header[16] = index;
  return new EventRing(buffer, capacity);
}

function run(ring: EventRing, program: readonly Step[]): { staged: number[]; taken: number[]; visible: number } {
  const consumer = new EventRing(ring.buffer, ring.capacity);
  const staged: number[] = [];
  const taken: number[] = [];
  let visible = 0;
  for (const step of program) {
    if (step.do === 'stage') {
      const slots = Int32Array.from({ length: step.count }, (_, offset) => staged.length + offset);
      const count = ring.stage(
        slots,
        Float64Array.from(slots, (slot) => slot / 2),
        0,
        step.count,
      );
      staged.push(...slots.subarray(0, count));
    } else if (step.do === 'publish') {
      ring.publish();
      visible = staged.length;
    } else {
      const slots = new Int32Array(32);
      const values = new Float64Array(32);
      const count = consumer.read(slots, values, step.count);
      for (let index = 0; index < count; index++) {
        expect(values[index]).toBe(slots[index]! / 2);
        taken.push(slots[index]!);
      }
      consumer.release(count);
    }
    expect(consumer.available).toBe(visible - taken.length);
    expect(ring.free).toBe(ring.capacity - (staged.length - taken.length));
  }
  return { staged, taken, visible };
}

test('events come out once, in order, and only after they were published', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 8, 16), fc.constantFrom(0, -3, 0x7ffffffb), steps, (capacity, index, program) => {
      const { staged, taken } = run(ringNearWrap(capacity, index), program);
      expect(taken).toEqual(staged.slice(0, taken.length));
    }),
  );
});

test('a producer that announces that it waits is told once', () => {
  const ring = EventRing.allocate(2);
  ring.stageOne(1, 0.5);
  ring.stageOne(2, 0.5);
  ring.publish();
  expect(ring.stageOne(3, 0.5)).toBe(false);
  ring.announceWaiting();
  expect([ring.release(1), ring.release(1)]).toEqual([true, false]);
});

test('staged events of a producer that died are forgotten by the next one', () => {
  const ring = EventRing.allocate(4);
  ring.stageOne(1, 0.1);
  ring.publish();
  ring.stageOne(2, 0.2);
  const next = new EventRing(ring.buffer, ring.capacity);
  next.stageOne(3, 0.3);
  next.publish();
  const slots = new Int32Array(4);
  expect(next.read(slots, new Float64Array(4), 4)).toBe(2);
  expect([...slots.subarray(0, 2)]).toEqual([1, 3]);
});

test('one event can be taken out from between the others', () => {
  const ring = EventRing.allocate(4);
  for (const slot of [0, 0, 0]) ring.stageOne(slot, 0);
  ring.publish();
  ring.release(3);
  for (const slot of [1, 2, 3, 4]) ring.stageOne(slot, slot / 10);
  ring.publish();
  ring.drop(2);
  const slots = new Int32Array(4);
  const values = new Float64Array(4);
  expect(ring.read(slots, values, 4)).toBe(3);
  expect([...slots.subarray(0, 3), ...values.subarray(0, 3)]).toEqual([1, 2, 4, 0.1, 0.2, 0.4]);
});
