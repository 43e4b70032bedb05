/** A pause of so long ends a burst. */
const burstPauseMs = 2_000;

/** Follows the datagrams that Python's sockets lost because they came faster than the code read them: counted all, told once per burst. */
export class DatagramLoss {
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly count: (datagrams: number) => void,
    private readonly tell: (message: string) => void,
  ) {}

  /** So many were lost since the last look. */
  note(lost: number, nowMs: number): void {
    if (lost === 0) return;
    this.count(lost);
    if (nowMs - this.lastMs >= burstPauseMs) {
      this.tell('Datagrams come faster than this code reads them from its socket; what does not fit is dropped and counted.');
    }
    this.lastMs = nowMs;
  }
}
