import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import type { Logger, LogLevel } from '../../base/logger.ts';
import type { ConsoleLine } from '../../contract/clientLink.ts';
import { LineRateLimit } from './LineRateLimit.ts';
import { LineSplitter } from './LineSplitter.ts';

const maxKeptLines = 2_000;
const batchMs = 50;
/** Text without a line end (a prompt, a progress bar) is shown after this long. */
const partialLineMs = 200;

/** The last lines of the log and of what Python printed; new ones are announced in batches. */
export class ConsoleLog implements Logger, Disposable {
  private readonly kept: ConsoleLine[] = [];
  private fresh: ConsoleLine[] = [];
  private readonly splitters = new Map<string, LineSplitter>();
  private readonly limits = new Map<string, LineRateLimit>();
  private batchTimer: Disposable | undefined;
  private partialTimer: Disposable | undefined;
  private readonly emitter = new Emitter<readonly ConsoleLine[]>(() => {
    // A listener that fails while showing a line must not make another line.
  });

  constructor(private readonly clock: Clock) {}

  get onDidAdd() {
    return this.emitter.event;
  }

  get lines(): readonly ConsoleLine[] {
    return this.kept;
  }

  log(level: LogLevel, source: string, message: string): void {
    this.add({ wallMs: this.clock.wallMs(), level, source, text: message });
  }

  /** A piece of what user code printed. */
  print(instance: string, stream: 'stdout' | 'stderr', text: string, wallMs: number): void {
    const key = `${stream} ${instance}`;
    const splitter = this.splitters.get(key) ?? new LineSplitter();
    this.splitters.set(key, splitter);
    for (const line of splitter.push(text)) this.addPrinted(instance, stream, line, wallMs);
    this.partialTimer ??= this.clock.after(partialLineMs, () => this.flushPartialLines());
  }

  /** Announces what waits. */
  flush(): void {
    this.batchTimer?.dispose();
    this.batchTimer = undefined;
    const lines = this.fresh;
    this.fresh = [];
    if (lines.length > 0) this.emitter.fire(lines);
  }

  dispose(): void {
    this.partialTimer?.dispose();
    this.flush();
    this.emitter.dispose();
  }

  private flushPartialLines(): void {
    this.partialTimer = undefined;
    for (const [key, splitter] of this.splitters) {
      const stream = key.startsWith('stdout') ? 'stdout' : 'stderr';
      for (const line of splitter.flush()) this.addPrinted(key.slice(stream.length + 1), stream, line, this.clock.wallMs());
    }
  }

  private addPrinted(source: string, stream: 'stdout' | 'stderr', text: string, wallMs: number): void {
    this.add({ wallMs, level: stream === 'stderr' ? 'warning' : 'info', source, stream, text });
  }

  private add(line: ConsoleLine): void {
    const limit = this.limits.get(line.source) ?? new LineRateLimit();
    this.limits.set(line.source, limit);
    const skipped = limit.take(this.clock.nowMs());
    if (skipped === undefined) return;
    const shown = skipped > 0 ? { ...line, skipped } : line;
    this.kept.push(shown);
    // Trimmed in blocks: shifting one by one would move the whole array each time.
    if (this.kept.length > maxKeptLines * 1.25) this.kept.splice(0, this.kept.length - maxKeptLines);
    this.fresh.push(shown);
    this.batchTimer ??= this.clock.after(batchMs, () => this.flush());
  }
}
