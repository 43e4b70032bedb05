import type { Clock } from '../../core/base/clock.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { SessionLink } from '../link/sessionLink.ts';

/** A copy is sent so long after the last key, not at each. */
const draftDelayMs = 1_000;

/** Keeps copies of modules that are being typed in the session, where they survive a crash. */
export interface DraftKeeper {
  /** `text` is null when nothing is unsaved any more. */
  keepSoon(path: string, text: string | null): void;
  /** The file was saved, closed or read again: its copy goes at once. */
  drop(path: string): void;
}

export function createDraftKeeper(link: Pick<SessionLink, 'call'>, clock: Clock): DraftKeeper {
  /** Of each file that a copy was planned or sent of. */
  const timers = new Map<string, Disposable>();

  function keep(path: string, text: string | null): void {
    void link.call<'keepDraft'>({ method: 'keepDraft', path, text });
  }

  return {
    keepSoon(path, text) {
      timers.get(path)?.dispose();
      timers.set(
        path,
        clock.after(draftDelayMs, () => keep(path, text)),
      );
    },
    drop(path) {
      timers.get(path)?.dispose();
      if (timers.delete(path)) keep(path, null);
    },
  };
}
