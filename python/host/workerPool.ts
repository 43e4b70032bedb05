import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { RuntimeFiles } from '../../core/contract/engineLink.ts';
import type { InterpreterImage } from '../../core/contract/pythonLink.ts';
import { readInterpreterImage } from './interpreterImage.ts';
import { type SocketConnector, WorkerHandle } from './workerHandle.ts';

/** How long instances have to be live before a spare is booted: their own start comes first. */
const spareDelayMs = 2_000;

/** Makes Python workers from one image of an interpreter, and keeps a booted spare so that a replacement is quick. */
export class WorkerPool {
  private image: Promise<InterpreterImage> | undefined;
  private spare: WorkerHandle | undefined;
  private spareTimer: Disposable | undefined;
  private isClosed = false;

  constructor(
    private readonly files: RuntimeFiles,
    private readonly sockets: SocketConnector,
    private readonly clock: Clock,
  ) {}

  take(name: string): WorkerHandle {
    const { spare } = this;
    this.spare = undefined;
    if (spare?.isAlive) return spare;
    return this.make(name);
  }

  /** An instance went live: some time later a spare is booted. */
  planSpare(): void {
    if (this.isClosed || this.spare?.isAlive) return;
    this.spareTimer?.dispose();
    this.spareTimer = this.clock.after(spareDelayMs, () => {
      if (!this.isClosed && !this.spare?.isAlive) this.spare = this.make('python spare');
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.spareTimer?.dispose();
    await this.spare?.end();
  }

  private make(name: string): WorkerHandle {
    if (!this.image) {
      this.image = readInterpreterImage(this.files);
      // The workers that wait for it say so; the next one tries again.
      this.image.catch(() => {
        this.image = undefined;
      });
    }
    return new WorkerHandle(this.files, this.image, name, this.sockets);
  }
}
