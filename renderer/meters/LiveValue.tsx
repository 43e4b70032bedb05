import './LiveValue.css';
import { useEffect, useRef } from 'react';
import { useSession, useShow } from '../app/sessionContext.ts';
import type { Side } from '../link/meterBus.ts';
import { instanceStaleness } from '../stores/staleness.ts';
import { channelsOf } from './meterPlan.ts';
import { emptyPortValue, formatPortValue, formatStaleValue, readPortValue } from './portValue.ts';

const writeEveryMs = 100;

/** A channel's value as text in the page, written past React at most ten times a second; in brackets when it is not of now. */
export function LiveValue({ instance, spec, side }: { readonly instance: string; readonly spec: string; readonly side: Side }) {
  const { bus, frames } = useSession();
  const staleness = useShow((state) => instanceStaleness(state, instance));
  const isStale = staleness !== undefined;
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const specs = channelsOf(spec);
    const value = emptyPortValue();
    let rows = new Int32Array();
    let namesVersion = -1;
    let seenVersion = -1;
    let nextMs = 0;
    const writing = frames.add((nowMs) => {
      if (nowMs < nextMs || bus.version === seenVersion) return;
      nextMs = nowMs + writeEveryMs;
      seenVersion = bus.version;
      if (bus.namesVersion !== namesVersion) {
        namesVersion = bus.namesVersion;
        rows = Int32Array.from(specs, (name) => bus.rowOf(instance, name, side));
      }
      const now = formatPortValue(readPortValue(bus, rows, undefined, value), specs.length);
      const text = isStale ? formatStaleValue(now) : now;
      if (element.current && element.current.textContent !== text) element.current.textContent = text;
    });
    return () => writing.dispose();
  }, [bus, frames, instance, spec, side, isStale]);
  return (
    <span ref={element} className={isStale ? 'live-value is-stale' : 'live-value'} title={staleness}>
      –
    </span>
  );
}
