import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import type { LayoutView } from '../../contract/showView.ts';
import { formatLayout } from '../../show/layout.ts';
import type { FileSystem } from './FileSystem.ts';
import { writeAtomically } from './writeAtomically.ts';

/** Dragging a node makes many layouts a second; the disk needs the last one. */
const writeDelayMs = 500;

/** Writes the layout sidecar a moment after the last change. Looks are not worth a question: a failure is logged once. */
export class LayoutFile {
  private pending: LayoutView | undefined;
  private timer: Disposable | undefined;
  private writing: Promise<void> = Promise.resolve();
  private hasReportedFailure = false;

  constructor(
    private readonly files: FileSystem,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly path: string,
  ) {}

  keep(layout: LayoutView): void {
    this.pending = layout;
    this.timer?.dispose();
    this.timer = this.clock.after(writeDelayMs, () => void this.flush());
  }

  /** Writes what waits; resolves when it is on disk. */
  flush(): Promise<void> {
    this.timer?.dispose();
    const layout = this.pending;
    this.pending = undefined;
    if (layout) this.writing = this.writing.then(() => this.write(layout));
    return this.writing;
  }

  private async write(layout: LayoutView): Promise<void> {
    const written = await writeAtomically(this.files, this.path, new TextEncoder().encode(formatLayout(layout)));
    if (written.ok || this.hasReportedFailure) return;
    this.hasReportedFailure = true;
    this.logger.log('warning', 'session', `The places of the nodes are not kept: ${written.error.message}`);
  }
}
