import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import { type Downstream, EffectsWait, effectsLimitMs } from './effectsWait.ts';

class Other implements Downstream {
  deliveredIndex = 0;
  handledIndex = 0;
  isSettled = true;
  asked = 0;

  get waitingEvents(): number {
    return this.deliveredIndex - this.handledIndex;
  }

  tellWhenHandled(): void {
    this.asked++;
  }
}

function setUp() {
  const clock = new ManualClock();
  const other = new Other();
  const settled: number[] = [];
  const wait = new EffectsWait(
    clock,
    () => [other],
    (index) => settled.push(index),
  );
  return { clock, other, settled, wait };
}

test('what nobody has to answer is settled at once', () => {
  const { other, settled, wait } = setUp();
  wait.begin(1);
  expect(settled).toEqual([1]);
  expect(other.asked).toBe(0);
});

test('an answer counts when it was delivered, not when it was given; what came later is not waited for', () => {
  const { other, settled, wait } = setUp();
  other.deliveredIndex = 5;
  wait.begin(3);
  wait.begin(4);
  expect(settled).toEqual([]);
  other.deliveredIndex = 9;
  other.handledIndex = 5;
  other.isSettled = false;
  wait.look();
  expect(settled).toEqual([]);
  other.isSettled = true;
  wait.look();
  wait.look();
  expect(settled).toEqual([4]);
});

test('an instance that does not answer is waited for once, until it has caught up', () => {
  const { clock, other, settled, wait } = setUp();
  other.deliveredIndex = 1;
  wait.begin(1);
  clock.advance(effectsLimitMs);
  expect(settled).toEqual([1]);
  other.deliveredIndex = 2;
  wait.begin(2);
  other.handledIndex = 1;
  other.deliveredIndex = 3;
  wait.begin(3);
  expect(settled).toEqual([1, 2, 3]);
  other.handledIndex = 3;
  other.deliveredIndex = 4;
  wait.begin(4);
  expect(settled).toEqual([1, 2, 3]);
  other.handledIndex = 4;
  wait.look();
  expect(settled).toEqual([1, 2, 3, 4]);
});
