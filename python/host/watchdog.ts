import { pythonEntry } from '../../core/contract/pythonLink.ts';

/** What the supervisor sees of a worker at one moment. */
export interface WatchdogSample {
  /** Odd while an entry into Python runs. */
  readonly entry: number;
  readonly entryKind: number;
  readonly ticksSeen: number;
  /** A call was told that its time is up and has not ended yet. */
  readonly isOverBudget: boolean;
}

/** Python runs. */
export function isInside({ entry }: WatchdogSample): boolean {
  return entry % 2 === 1;
}

export interface WatchdogBudgets {
  readonly handlerBudgetMs: number;
  readonly importBudgetMs: number;
}

export type WatchdogAction = 'none' | 'tick' | 'replace';

/** How often the supervisor looks. */
export const watchdogPeriodMs = 200;
/** What a call gets between being told and being cut off with its worker. */
const graceMs = 600;

/**
 * Decides from samples whether a worker is asked after (a tick) or given up. Python's own handler of a tick finds out whether one
 * and the same call has used up its budget, and raises in it; here only the two cases are left where that doesn't help: nobody
 * answers a tick for a whole budget (a loop inside a C function), or the call goes on although it was told (a bare `except`).
 */
export class Watchdog {
  private lookedAtMs = 0;
  /**
   * Time by our own looks: on a machine so busy that they come late, the worker gets as little time as we do, and is not to
   * blame for it.
   */
  private elapsedMs = 0;
  private entry = -1;
  private tickSentMs: number | undefined;
  private ticksSeen = 0;
  private overBudgetMs: number | undefined;

  check(sample: WatchdogSample, nowMs: number, budgets: WatchdogBudgets): WatchdogAction {
    this.elapsedMs += Math.min(nowMs - this.lookedAtMs, watchdogPeriodMs * 1.25);
    this.lookedAtMs = nowMs;
    if (!isInside(sample) || sample.entry !== this.entry) {
      this.entry = sample.entry;
      this.tickSentMs = undefined;
      this.overBudgetMs = undefined;
      this.ticksSeen = sample.ticksSeen;
      return 'none';
    }
    if (!sample.isOverBudget) this.overBudgetMs = undefined;
    else if (this.overBudgetMs === undefined) this.overBudgetMs = this.elapsedMs;
    else if (this.elapsedMs - this.overBudgetMs >= graceMs) return 'replace';
    if (this.tickSentMs === undefined || sample.ticksSeen !== this.ticksSeen) {
      this.tickSentMs = this.elapsedMs;
      this.ticksSeen = sample.ticksSeen;
      return 'tick';
    }
    const budgetMs = sample.entryKind === pythonEntry.load ? budgets.importBudgetMs : budgets.handlerBudgetMs;
    return this.elapsedMs - this.tickSentMs >= budgetMs + graceMs - watchdogPeriodMs ? 'replace' : 'none';
  }
}
