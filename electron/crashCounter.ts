/** Tells a page that died once from a page that can't live. */
export class CrashCounter {
  private timesMs: number[] = [];

  constructor(
    private readonly allowed: number,
    private readonly withinMs: number,
  ) {}

  /** Counts one more crash; true when more than the allowed number happened within the time. */
  isTooMany(nowMs: number): boolean {
    this.timesMs = [...this.timesMs.filter((one) => nowMs - one < this.withinMs), nowMs];
    return this.timesMs.length > this.allowed;
  }
}
