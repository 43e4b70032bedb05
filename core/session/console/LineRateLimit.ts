const linesPerSecond = 200;
const burstLines = 400;

/** A token bucket per source: a handler that prints at each event must not flood windows and logs. What is cut is counted. */
export class LineRateLimit {
  private tokens = burstLines;
  private lastMs: number | undefined;
  private skipped = 0;

  /** Undefined when the line is cut, else how many were cut just before it. */
  take(nowMs: number): number | undefined {
    const elapsedMs = nowMs - (this.lastMs ?? nowMs);
    this.lastMs = nowMs;
    this.tokens = Math.min(burstLines, this.tokens + (elapsedMs * linesPerSecond) / 1000);
    if (this.tokens < 1) {
      this.skipped++;
      return undefined;
    }
    this.tokens--;
    const skipped = this.skipped;
    this.skipped = 0;
    return skipped;
  }
}
