import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { WorkerListener } from './workerHandle.ts';

/** All that the seat asks of a worker. */
export interface SeatedWorker {
  listen(listener: WorkerListener): void;
  /** When this resolves, its thread is gone and its sockets' addresses are free. */
  end(): Promise<void>;
}

/** Hears the worker that sits there now, and no other. */
export interface SeatOwner<Seated extends SeatedWorker> extends WorkerListener {
  takeWorker(): Seated;
  /** A worker sits down; nothing that it said was heard yet. */
  didSeat(worker: Seated): void;
  /** The worker can't be ended, so no other one takes its place. */
  didFailToEnd(error: unknown): void;
}

/** The place of an instance's worker, which one after the other takes. */
export class WorkerSeat<Seated extends SeatedWorker> {
  private seated: Seated | undefined;
  private timer: Disposable | undefined;
  private isClosed = false;

  constructor(
    private readonly clock: Clock,
    private readonly owner: SeatOwner<Seated>,
  ) {}

  /** The last that was seated: while it is being replaced, the one that has ended. */
  get current(): Seated {
    if (!this.seated) throw new Error('No worker was seated yet');
    return this.seated;
  }

  fill(): void {
    const { owner } = this;
    const worker = owner.takeWorker();
    this.seated = worker;
    owner.didSeat(worker);
    worker.listen({
      onNotice: (notice) => this.isSeated(worker) && owner.onNotice(notice),
      onDoorbell: () => this.isSeated(worker) && owner.onDoorbell(),
      onDeath: (reason) => this.isSeated(worker) && owner.onDeath(reason),
    });
  }

  /** Ends the worker, and seats another one `delayMs` after the sockets of the old one are closed. */
  replace(delayMs: number): void {
    this.end().then(
      () => {
        if (!this.isClosed) this.timer = this.clock.after(delayMs, () => this.fill());
      },
      (error: unknown) => {
        if (!this.isClosed) this.owner.didFailToEnd(error);
      },
    );
  }

  /** Ends the worker. The seat stays empty until it is replaced. */
  async end(): Promise<void> {
    await this.current.end();
  }

  /** Ends the worker for good. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.timer?.dispose();
    await this.end();
  }

  private isSeated(worker: Seated): boolean {
    return worker === this.seated;
  }
}
