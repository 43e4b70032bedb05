import './ValueFader.css';
import { useEffect, useId, useRef, useState } from 'react';
import { useSession } from '../app/sessionContext.ts';
import { formatValue } from '../meters/portValue.ts';

const followEveryMs = 100;

/** Sends a value as if the instance had put it out. Follows the channel while nobody holds it. */
export function ValueFader({ instance, spec }: { readonly instance: string; readonly spec: string }) {
  const { inject, bus, frames } = useSession();
  const [value, setValue] = useState(0);
  const isHeld = useRef(false);
  const id = useId();
  useEffect(() => {
    let nextMs = 0;
    const following = frames.add((nowMs) => {
      if (isHeld.current || nowMs < nextMs) return;
      nextMs = nowMs + followEveryMs;
      const row = bus.rowOf(instance, spec, 'out');
      if (row >= 0) setValue(bus.values[row] ?? 0);
    });
    return () => following.dispose();
  }, [bus, frames, instance, spec]);
  const send = (next: number) => {
    setValue(next);
    inject(instance, spec, next);
  };
  return (
    <div className="field">
      <label htmlFor={id}>Send a value as if it came from here</label>
      <div className="fader">
        <input
          id={id}
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={value}
          aria-valuetext={formatValue(value)}
          onPointerDown={() => {
            isHeld.current = true;
          }}
          onPointerUp={() => {
            isHeld.current = false;
          }}
          onChange={(event) => send(Number(event.target.value))}
        />
        <output htmlFor={id}>{formatValue(value)}</output>
      </div>
      <div className="button-row">
        {[0, 0.5, 1].map((preset) => (
          <button key={preset} type="button" className="button" onClick={() => send(preset)}>
            {formatValue(preset)}
          </button>
        ))}
      </div>
    </div>
  );
}
