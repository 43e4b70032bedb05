import type { Side } from '../link/meterBus.ts';
import type { WindowSession } from '../stores/windowSession.ts';

/**
 * What a test can read of the window that is not in the page: values are painted, not written into elements. Reading only;
 * `window.patchmonsterProbe` in the console shows the same.
 */
export interface WindowProbe {
  readonly meters: {
    /** Last value of a channel (`desk./1/fader1`) on one side; undefined before its first event. */
    value(channel: string, side: Side): number | undefined;
    /** Frames that carried the channel on that side. */
    activity(channel: string, side: Side): number;
    /** Frames taken since the page was opened. */
    readonly frames: number;
  };
  readonly link: { readonly phase: string };
}

declare global {
  interface Window {
    patchmonsterProbe?: WindowProbe;
  }
}

export function installProbe(page: Window, { bus, show }: WindowSession): void {
  const rowOf = (channel: string, side: Side) => {
    const dot = channel.indexOf('.');
    return bus.rowOf(channel.slice(0, dot), channel.slice(dot + 1), side);
  };
  page.patchmonsterProbe = {
    meters: {
      value(channel, side) {
        const row = rowOf(channel, side);
        return row >= 0 && bus.hasValue(row) ? bus.values[row] : undefined;
      },
      activity: (channel, side) => bus.activity[rowOf(channel, side)] ?? 0,
      get frames() {
        return bus.frames;
      },
    },
    link: {
      get phase() {
        return show.getState().link.phase;
      },
    },
  };
}
