import type { Clock } from './clock.ts';
import { type Disposable, toDisposable } from './disposable.ts';

interface Entry {
  dueMs: number;
  readonly order: number;
  readonly periodMs: number | undefined;
  readonly task: () => void;
}

/** A clock for tests: time moves only by `advance`, and tasks run in order of due time. */
export class ManualClock implements Clock {
  private entries: Entry[] = [];
  private nextOrder = 0;

  constructor(
    private currentMs = 0,
    private readonly wallOffsetMs = 0,
  ) {}

  nowMs(): number {
    return this.currentMs;
  }

  wallMs(): number {
    return this.currentMs + this.wallOffsetMs;
  }

  after(delayMs: number, task: () => void): Disposable {
    return this.schedule(delayMs, undefined, task);
  }

  every(periodMs: number, task: () => void): Disposable {
    return this.schedule(periodMs, periodMs, task);
  }

  /** How many tasks still wait; a leak check for tests. */
  get pendingCount(): number {
    return this.entries.length;
  }

  advance(byMs: number): void {
    const endMs = this.currentMs + byMs;
    for (let due = this.takeDue(endMs); due; due = this.takeDue(endMs)) {
      this.currentMs = Math.max(this.currentMs, due.dueMs);
      if (due.periodMs !== undefined) {
        due.dueMs += due.periodMs;
        this.entries.push(due);
      }
      due.task();
    }
    this.currentMs = endMs;
  }

  /** As after a sleep of the machine: time is at once another, and what became due meanwhile runs once, late. */
  jump(byMs: number): void {
    this.currentMs += byMs;
    const due = this.entries.filter((entry) => entry.dueMs <= this.currentMs).sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
    for (const entry of due) {
      // Disposed by a task before it.
      if (!this.entries.includes(entry)) continue;
      if (entry.periodMs === undefined) this.entries = this.entries.filter((other) => other !== entry);
      else entry.dueMs = this.currentMs + entry.periodMs;
      entry.task();
    }
  }

  private schedule(delayMs: number, periodMs: number | undefined, task: () => void): Disposable {
    const entry: Entry = { dueMs: this.currentMs + Math.max(0, delayMs), order: this.nextOrder++, periodMs, task };
    this.entries.push(entry);
    return toDisposable(() => {
      this.entries = this.entries.filter((other) => other !== entry);
    });
  }

  private takeDue(endMs: number): Entry | undefined {
    const due = this.entries.filter((entry) => entry.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
    if (due) this.entries = this.entries.filter((entry) => entry !== due);
    return due;
  }
}
