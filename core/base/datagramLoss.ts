/** A pause of so long ends a burst. */
const burstPauseMs = 2_000;

/** Follows datagrams that were lost because they came faster than they were read: counted all, told once per burst. */
export class DatagramLoss {
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly count: (datagrams: number) => void,
    private readonly tell: () => void,
  ) {}

  /** So many were lost since the last look. */
  note(lost: number, nowMs: number): void {
    if (lost === 0) return;
    this.count(lost);
    if (nowMs - this.lastMs >= burstPauseMs) this.tell();
    this.lastMs = nowMs;
  }
}
