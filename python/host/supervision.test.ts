import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import { EventRing } from '../../core/contract/eventRing.ts';
import { defaultRunSettings } from '../../core/contract/plan.ts';
import { pythonEntry, pythonWord, pythonWordCount } from '../../core/contract/pythonLink.ts';
import { type SupervisedWorker, Supervision } from './supervision.ts';
import { type WatchdogSample, watchdogPeriodMs } from './watchdog.ts';

/** A worker that has entered Python once and never answers. */
class HangingWorker implements SupervisedWorker {
  readonly words = new Int32Array(pythonWordCount);
  ticks = 0;

  constructor(entryKind: number) {
    this.words[pythonWord.entry] = 1;
    this.words[pythonWord.entryKind] = entryKind;
  }

  sample(): WatchdogSample {
    return { entry: this.words[pythonWord.entry]!, entryKind: this.words[pythonWord.entryKind]!, ticksSeen: 0, isOverBudget: false };
  }

  tick(): void {
    this.ticks++;
  }

  takeDroppedDatagrams(): number {
    return 0;
  }
}

function setUp() {
  const clock = new ManualClock();
  const counted: string[] = [];
  const hangs: WatchdogSample[] = [];
  const input = EventRing.allocate();
  const supervision = new Supervision({
    context: {
      name: 'py',
      clock,
      logger: { log: () => undefined },
      count: (counter, amount) => counted.push(`${counter} ${amount}`),
    },
    settings: () => defaultRunSettings,
    input,
    channelOf: (slot) => `m.h${slot}`,
    didHang: (sample) => hangs.push(sample),
  });
  return { clock, counted, hangs, input, supervision };
}

test('a worker that never answers is asked, then reported, until it is paused', () => {
  const { clock, hangs, supervision } = setUp();
  const worker = new HangingWorker(pythonEntry.events);
  supervision.begin(worker);
  clock.advance(defaultRunSettings.handlerBudgetMs);
  expect({ ticks: worker.ticks, hangs: hangs.length }).toEqual({ ticks: 1, hangs: 0 });
  clock.advance(1_000);
  expect(hangs[0]).toEqual(worker.sample());

  supervision.pause();
  const reported = hangs.length;
  clock.advance(10_000);
  expect(hangs).toHaveLength(reported);

  supervision.begin(worker);
  clock.advance(defaultRunSettings.handlerBudgetMs);
  expect(hangs, 'the next one has its time anew').toHaveLength(reported);
  supervision.dispose();
  expect(clock.pendingCount).toBe(0);
});

test('the event of a call that hangs is taken out, counted and named, and the others stay', () => {
  const { counted, input, supervision } = setUp();
  const worker = new HangingWorker(pythonEntry.events);
  worker.words[pythonWord.entryEvents] = 3;
  worker.words[pythonWord.runningCall] = 2;
  input.stage(Int32Array.of(1, 2, 3), Float64Array.of(0.1, 0.2, 0.3), 0, 3);
  input.publish();
  supervision.begin(worker);
  supervision.learn({ type: 'functions', handlers: [['m.h2', 'm.h2 (m.py line 7)']], calls: [] });
  expect(supervision.endHung(worker.sample())).toEqual({
    during: 'run',
    reason: 'A call could not be interrupted: m.h2 (m.py line 7); its event is dropped',
  });
  expect(counted).toEqual(['dropped 1']);
  expect(input.available).toBe(2);
});

test('an event that nobody can name makes the next worker take the batch one by one, and then many at once again', () => {
  const { clock, counted, input, supervision } = setUp();
  const worker = new HangingWorker(pythonEntry.events);
  worker.words[pythonWord.entryEvents] = 2;
  input.stage(Int32Array.of(1, 2), Float64Array.of(0.1, 0.2), 0, 2);
  input.publish();
  supervision.begin(worker);
  expect(supervision.endDead(worker.sample(), 'x').reason).toContain('played again one by one');
  expect(counted).toEqual([]);

  const next = new HangingWorker(pythonEntry.none);
  next.words[pythonWord.entry] = 0;
  supervision.begin(next);
  expect(next.words[pythonWord.batchLimit]).toBe(1);
  input.release(2);
  clock.advance(watchdogPeriodMs);
  expect(next.words[pythonWord.batchLimit]).toBeGreaterThan(1);
});

test('a worker that died between two calls costs no event', () => {
  const { counted, supervision } = setUp();
  const worker = new HangingWorker(pythonEntry.none);
  worker.words[pythonWord.entry] = 2;
  supervision.begin(worker);
  expect(supervision.endDead(worker.sample(), 'the worker ended with code 1')).toEqual({
    during: 'run',
    reason: 'Python ended, the worker ended with code 1',
  });
  expect(counted).toEqual([]);
});

test('what a worker counts in its words is added up, and the next one counts from 0', () => {
  const { clock, counted, supervision } = setUp();
  for (const coalesced of [3, 2]) {
    const worker = new HangingWorker(pythonEntry.none);
    worker.words[pythonWord.entry] = 0;
    worker.words[pythonWord.outputsCoalesced] = coalesced;
    worker.words[pythonWord.lateCalls] = 1;
    supervision.begin(worker);
    clock.advance(2 * watchdogPeriodMs);
  }
  expect(counted).toEqual(['coalesced 3', 'late 1', 'coalesced 2', 'late 1']);
});
