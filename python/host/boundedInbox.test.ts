import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import { EventRing } from '../../core/contract/eventRing.ts';
import { stallLimitMs } from '../../core/contract/pythonLink.ts';
import { BoundedInbox } from './boundedInbox.ts';

class TestInbox {
  readonly clock = new ManualClock();
  readonly ring = EventRing.allocate(8);
  coalesced = 0;
  readonly inbox = new BoundedInbox(this.ring, this.clock, (events) => {
    this.coalesced += events;
  });
  private sent = 0;

  /** Events are numbered by their values. */
  send(...slots: number[]): this {
    const values = Float64Array.from(slots, () => this.sent++);
    this.inbox.deliver(Int32Array.from(slots), values, slots.length);
    return this;
  }

  take(maxCount: number): string[] {
    const slots = new Int32Array(maxCount);
    const values = new Float64Array(maxCount);
    const count = this.ring.read(slots, values, maxCount);
    this.ring.release(count);
    this.inbox.flush();
    return Array.from({ length: count }, (_, index) => `${slots[index]}:${values[index]}`);
  }
}

test('events beyond the ring keep their order while the consumer takes some', () => {
  const test = new TestInbox().send(...Array.from({ length: 20 }, (_, index) => index % 3));
  expect(test.inbox.canAccept()).toBe(false);
  const all = [...test.take(5), ...test.take(8), ...test.take(8), ...test.take(8)];
  expect(all).toEqual(Array.from({ length: 20 }, (_, index) => `${index % 3}:${index}`));
  expect([test.coalesced, test.inbox.canAccept()]).toEqual([0, true]);
});

test('without progress the newest value per channel is kept, counted, and nobody is held back', () => {
  const test = new TestInbox().send(...Array(8).fill(0), 1, 2, 1);
  expect(test.inbox.canAccept()).toBe(false);
  test.clock.advance(stallLimitMs);
  expect(test.inbox.canAccept()).toBe(true);
  test.send(2, 1, 3);
  expect(test.coalesced).toBe(3);
  expect(test.take(8)).toHaveLength(8);
  expect(test.take(8)).toEqual(['2:11', '1:12', '3:13']);
});

test('whatever happens, a channel ends with its newest value, its events never go back, and nothing is lost uncounted', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ send: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }) }),
      fc.record({ take: fc.integer({ min: 0, max: 8 }) }),
      fc.record({ wait: fc.constantFrom(1, 60) }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (program) => {
      const test = new TestInbox();
      const newest = new Map<string, string>();
      const taken: string[] = [];
      let sent = 0;
      for (const step of program) {
        if ('send' in step) {
          test.send(...step.send);
          for (const slot of step.send) newest.set(`${slot}`, `${sent++}`);
        } else if ('take' in step) taken.push(...test.take(step.take));
        else test.clock.advance(step.wait);
      }
      for (let more = test.take(8); more.length > 0; more = test.take(8)) taken.push(...more);
      expect(taken.length + test.coalesced).toBe(sent);
      const last = new Map<string, string>();
      for (const event of taken) {
        const [slot = '', value = ''] = event.split(':');
        expect(Number(value)).toBeGreaterThan(Number(last.get(slot) ?? -1));
        last.set(slot, value);
      }
      expect(last).toEqual(newest);
    }),
  );
});
