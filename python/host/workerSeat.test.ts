import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import type { WorkerListener } from './workerHandle.ts';
import { type SeatedWorker, WorkerSeat } from './workerSeat.ts';

class FakeWorker implements SeatedWorker {
  didEnd: () => void = () => undefined;
  refuseToEnd: (why: string) => void = () => undefined;
  private listener: WorkerListener | undefined;
  private readonly ending = new Promise<void>((resolve, reject) => {
    this.didEnd = resolve;
    this.refuseToEnd = reject;
  });

  constructor(readonly number: number) {}

  listen(listener: WorkerListener): void {
    this.listener = listener;
    this.say('early');
  }

  end(): Promise<void> {
    return this.ending;
  }

  say(text: string): void {
    this.listener?.onNotice({ type: 'print', stream: 'stdout', text: `${this.number} ${text}` });
  }

  die(): void {
    this.listener?.onDeath(`${this.number} died`);
  }
}

/** Whatever waited for a promise has run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function setUp() {
  const clock = new ManualClock();
  const workers: FakeWorker[] = [];
  const heard: string[] = [];
  const seat = new WorkerSeat<FakeWorker>(clock, {
    takeWorker: () => {
      workers.push(new FakeWorker(workers.length + 1));
      return workers.at(-1)!;
    },
    didSeat: ({ number }) => heard.push(`seated ${number}`),
    didFailToEnd: (error) => heard.push(`failed: ${String(error)}`),
    onNotice: (notice) => heard.push(notice.type === 'print' ? notice.text : notice.type),
    onDoorbell: () => heard.push('doorbell'),
    onDeath: (reason) => heard.push(reason),
  });
  seat.fill();
  return { clock, workers, heard, seat };
}

test('what a worker said before anyone listened is heard once it is seated', () => {
  const { heard } = setUp();
  expect(heard).toEqual(['seated 1', '1 early']);
});

test('another worker is seated some time after the old one has ended, and from then on it alone is heard', async () => {
  const { clock, workers, heard, seat } = setUp();
  heard.length = 0;
  seat.replace(500);
  clock.advance(10_000);
  expect(seat.current).toBe(workers[0]);

  workers[0]!.didEnd();
  await settle();
  clock.advance(499);
  expect(workers).toHaveLength(1);
  clock.advance(1);
  expect(seat.current).toBe(workers[1]);
  workers[0]!.say('late');
  workers[0]!.die();
  workers[1]!.say('now');
  expect(heard).toEqual(['seated 2', '2 early', '2 now']);
});

test('a worker that can not be ended is told of and not replaced', async () => {
  const { clock, workers, heard, seat } = setUp();
  heard.length = 0;
  seat.replace(0);
  workers[0]!.refuseToEnd('stuck');
  await settle();
  clock.advance(10_000);
  expect(heard).toEqual(['failed: stuck']);
  expect(workers).toHaveLength(1);
});

test('nobody is seated any more once it is closed', async () => {
  const { clock, workers, seat } = setUp();
  seat.replace(500);
  workers[0]!.didEnd();
  await settle();
  await seat.close();
  expect(clock.pendingCount).toBe(0);
  expect(workers).toHaveLength(1);
});
