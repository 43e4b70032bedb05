import { DatagramLoss } from '../../core/base/datagramLoss.ts';
import { pythonWord } from '../../core/contract/pythonLink.ts';
import type { InstanceContext } from '../../core/engine/backend.ts';

export interface CountingWorker {
  /** Shared, as `pythonWord` names them. */
  readonly words: Int32Array;
  /** Datagrams that Python did not read in time, since this was last asked. */
  takeDroppedDatagrams(): number;
}

const lostDatagrams = 'Datagrams come faster than this code reads them from its socket; what does not fit is dropped and counted.';

/** Takes over what the worker has counted in shared memory. */
export class WorkerCounts {
  private coalescedOutputs = 0;
  private readonly datagramLoss: DatagramLoss;

  constructor(private readonly context: Pick<InstanceContext, 'name' | 'clock' | 'logger' | 'count'>) {
    this.datagramLoss = new DatagramLoss(
      (datagrams) => context.count('dropped', datagrams),
      () => context.logger.log('warning', context.name, lostDatagrams),
    );
  }

  look(worker: CountingWorker): void {
    const coalesced = Atomics.load(worker.words, pythonWord.outputsCoalesced);
    if (coalesced !== this.coalescedOutputs) this.context.count('coalesced', coalesced - this.coalescedOutputs);
    this.coalescedOutputs = coalesced;
    const late = Atomics.exchange(worker.words, pythonWord.lateCalls, 0);
    if (late > 0) this.context.count('late', late);
    this.datagramLoss.note(worker.takeDroppedDatagrams(), this.context.clock.nowMs());
  }

  /** Another worker counts from 0. */
  restart(): void {
    this.coalescedOutputs = 0;
  }
}
