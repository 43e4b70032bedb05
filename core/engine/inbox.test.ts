import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Inbox } from './inbox.ts';

function inbox(limit: number) {
  const seen = { first: 0, coalesced: 0 };
  const box = new Inbox(
    () => seen.first++,
    (amount) => {
      seen.coalesced += amount;
    },
    limit,
  );
  const take = () => {
    const { slots, values, count } = box.take();
    return Array.from({ length: count }, (_, index) => [slots[index] ?? -1, values[index] ?? -1] as const);
  };
  return { box, seen, take };
}

it('gives back everything in order and tells once that something waits', () => {
  const { box, seen, take } = inbox(1 << 20);
  for (let index = 0; index < 1000; index++) box.push(index % 7, index);
  expect(take()).toEqual(Array.from({ length: 1000 }, (_, index) => [index % 7, index]));
  expect([seen.first, seen.coalesced, box.count]).toEqual([1, 0, 0]);
});

it('keeps what comes while a batch is delivered for the next one', () => {
  const { box, take } = inbox(1 << 20);
  box.push(1, 0.1);
  const batch = box.take();
  box.push(1, 0.2);
  expect([batch.count, batch.values[0]]).toEqual([1, 0.1]);
  expect(take()).toEqual([[1, 0.2]]);
});

it('over its limit keeps the newest per channel in order and counts the others', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 400 }), (slots) => {
      const { box, seen, take } = inbox(64);
      slots.forEach((slot, index) => {
        box.push(slot, index);
      });
      const events = take();
      expect(events.length + seen.coalesced).toBe(slots.length);
      expect(events.length).toBeLessThanOrEqual(64);
      const values = events.map(([, value]) => value);
      expect(values).toEqual([...values].sort((a, b) => a - b));
      for (const slot of new Set(slots)) expect(events.findLast(([own]) => own === slot)?.[1]).toBe(slots.lastIndexOf(slot));
    }),
  );
});

it('grows beyond its limit rather than lose the newest value of a channel', () => {
  const { box, seen, take } = inbox(64);
  for (let index = 0; index < 500; index++) box.push(index, index);
  expect(take()).toHaveLength(500);
  expect(seen.coalesced).toBe(0);
});

it('gives its memory back after a burst, and loses nothing by it', () => {
  const { box, take } = inbox(1 << 20);
  for (let index = 0; index < 200_000; index++) box.push(0, index);
  expect(take()).toHaveLength(200_000);
  box.didDeliver();
  box.shrink();
  box.push(1, 0.5);
  box.shrink();
  expect(take()).toEqual([[1, 0.5]]);
  expect(box.take().slots.length).toBeLessThan(100_000);
});

it('drops the events of channels that are no targets any more', () => {
  const { box, take } = inbox(64);
  for (const slot of [1, 2, 1, 3]) box.push(slot, slot / 10);
  expect(box.dropUnless((slot) => slot !== 1)).toBe(2);
  expect(take()).toEqual([
    [2, 0.2],
    [3, 0.3],
  ]);
});
