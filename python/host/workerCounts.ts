import { pythonWord } from '../../core/contract/pythonLink.ts';
import type { InstanceContext } from '../../core/engine/backend.ts';
import { DatagramLoss } from './datagramLoss.ts';
import type { WorkerHandle } from './workerHandle.ts';

/** Takes over what the worker has counted in shared memory. */
export class WorkerCounts {
  private coalescedOutputs = 0;
  private readonly datagramLoss: DatagramLoss;

  constructor(private readonly context: InstanceContext) {
    this.datagramLoss = new DatagramLoss(
      (datagrams) => context.count('dropped', datagrams),
      (message) => context.logger.log('warning', context.name, message),
    );
  }

  look(worker: WorkerHandle): void {
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
