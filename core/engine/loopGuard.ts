import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Cycles } from './cycles.ts';

/** Events that a route on a cycle passes at full speed before it is slowed: a loop that ends by itself is through by then. */
const burst = 1000;
/** A route that is slowed passes one event in this time, the newest. */
const periodMs = 1;
/** With user code on the cycle: events that came round less often are not suspected. */
const suspectHops = 16;
/** Most routes that pass an event in one period, so that ten thousand loops leave time for everything else. */
const releasesPerPeriod = 500;

/**
 * Slows feedback loops to about 1,000 events per second and route. Every route on a cycle has a bucket of tokens that fills with one
 * per millisecond; a route without a token holds the newest value until its turn, older ones count as coalesced. Since every event of
 * a loop must pass such a route, a loop that multiplies its events stays bounded too.
 */
export class LoopGuard implements Disposable {
  private readonly tokens: Float64Array;
  private readonly filledAtMs: Float64Array;
  private readonly isHeld: Uint8Array;
  private readonly heldValues: Float64Array;
  private readonly heldHops: Int32Array;
  /** Numbers of the routes that hold a value, in order. */
  private waiting: number[] = [];
  private slowed = new Set<number>();
  private timer: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly cycles: Cycles,
    /** Passes a held value on. */
    private readonly release: (route: number, value: number, hops: number) => void,
    private readonly onCoalesced: (route: number) => void,
  ) {
    const count = cycles.routes.length;
    this.tokens = new Float64Array(count).fill(burst);
    this.filledAtMs = new Float64Array(count).fill(clock.nowMs());
    this.isHeld = new Uint8Array(count);
    this.heldValues = new Float64Array(count);
    this.heldHops = new Int32Array(count);
  }

  /** True when the event may pass now; otherwise it is held here. `number` is the route's among the cyclic ones. */
  admit(number: number, value: number, hops: number, nowMs: number): boolean {
    if (this.isHeld[number] === 1) {
      this.heldValues[number] = value;
      this.heldHops[number] = hops;
      this.onCoalesced(this.cycles.routes[number] ?? 0);
      return false;
    }
    if (hops < suspectHops && this.cycles.isCertain[number] === 0) return true;
    const elapsedMs = nowMs - (this.filledAtMs[number] ?? 0);
    const tokens = Math.min(burst, (this.tokens[number] ?? 0) + Math.max(0, elapsedMs) / periodMs);
    this.filledAtMs[number] = nowMs;
    if (tokens >= 1) {
      this.tokens[number] = tokens - 1;
      return true;
    }
    this.tokens[number] = tokens;
    this.isHeld[number] = 1;
    this.heldValues[number] = value;
    this.heldHops[number] = hops;
    this.waiting.push(number);
    this.slowed.add(number);
    this.timer ??= this.clock.after(periodMs, () => this.tick());
    return false;
  }

  /** Routes that were slowed since the last call. */
  takeSlowed(): readonly number[] {
    const routes = [...this.slowed].map((number) => this.cycles.routes[number] ?? 0);
    this.slowed = new Set(this.waiting);
    return routes;
  }

  /** Everything that is held, for the guard of the next plan. */
  takeHeld(): readonly { readonly route: number; readonly value: number; readonly hops: number }[] {
    const held = this.waiting.map((number) => ({
      route: this.cycles.routes[number] ?? 0,
      value: this.heldValues[number] ?? 0,
      hops: this.heldHops[number] ?? 0,
    }));
    this.waiting = [];
    this.isHeld.fill(0);
    this.dispose();
    return held;
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }

  private tick(): void {
    this.timer = undefined;
    const nowMs = this.clock.nowMs();
    for (const number of this.waiting.splice(0, releasesPerPeriod)) {
      this.isHeld[number] = 0;
      this.tokens[number] = 0;
      this.filledAtMs[number] = nowMs;
      this.release(this.cycles.routes[number] ?? 0, this.heldValues[number] ?? 0, this.heldHops[number] ?? 0);
    }
    if (this.waiting.length > 0) this.timer ??= this.clock.after(periodMs, () => this.tick());
  }
}
