import type { Schedule } from '../engine/router.ts';

/** Each iteration of the event loop takes at most 32 datagrams from each socket; so many iterations become one turn in a burst. */
const iterationsOfBurst = 8;

/**
 * The engine's turns in Node's event loop. What the first callback of an iteration causes happens at once; what comes in the same
 * iteration is gathered, because in a flood a turn for each datagram would cost the datagrams behind it.
 */
export function makeTurnSchedule(): Schedule {
  let isGathering = false;
  const endIteration = (): void => {
    isGathering = false;
  };
  return (task, when) => {
    if (when === 'afterBurst') {
      afterIterations(iterationsOfBurst, task);
    } else if (when === 'afterIo' || isGathering) {
      setImmediate(task);
    } else {
      isGathering = true;
      process.nextTick(task);
      setImmediate(endIteration);
    }
  };
}

function afterIterations(count: number, task: () => void): void {
  setImmediate(count > 1 ? () => afterIterations(count - 1, task) : task);
}
