/** Size and position of the last window, in a file of the user's settings. Losing it loses nothing but convenience. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../core/base/clock.ts';
import type { Disposable } from '../core/base/disposable.ts';
import type { Logger } from '../core/base/logger.ts';
import { parseWindowPlace, type WindowPlace } from './windowPlace.ts';

/** A window that is dragged moves many times a second. */
const quietMs = 500;

export class PlaceMemory {
  private place: WindowPlace | undefined;
  private saved: WindowPlace | undefined;
  private timer: Disposable | undefined;

  constructor(
    private readonly file: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.place = readPlace(file);
    this.saved = this.place;
  }

  get last(): WindowPlace | undefined {
    return this.place;
  }

  /** Written once the window has come to rest. */
  note(place: WindowPlace): void {
    this.place = place;
    this.timer?.dispose();
    this.timer = this.clock.after(quietMs, () => this.save());
  }

  /** Writes what is not written yet. A few bytes: written at once, because the app may end now. */
  save(): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.place === this.saved) return;
    this.saved = this.place;
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      writeFileSync(`${this.file}.new`, `${JSON.stringify(this.place)}\n`);
      renameSync(`${this.file}.new`, this.file);
    } catch (error) {
      this.logger.log('warning', 'window', `The place of the window could not be saved: ${String(error)}`);
    }
  }
}

function readPlace(file: string): WindowPlace | undefined {
  try {
    return parseWindowPlace(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not there before the first window was moved; what can't be read counts as never saved.
    return undefined;
  }
}
