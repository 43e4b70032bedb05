import './Splitter.css';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { PanelName } from '../stores/workspaceStore.ts';
import { useSession, useWorkspace } from './sessionContext.ts';

const limits: Readonly<Record<PanelName, { min: number; max: number; label: string }>> = {
  left: { min: 170, max: 480, label: 'Width of the instance list' },
  right: { min: 220, max: 640, label: 'Width of the inspector' },
  bottom: { min: 110, max: 900, label: 'Height of editor and console' },
  side: { min: 260, max: 1_200, label: 'Width of console and problems' },
};
const step = 16;

/** Drags the edge of a panel; arrows do the same by keyboard. */
export function Splitter({ panel }: { readonly panel: PanelName }) {
  const { workspace } = useSession();
  const px = useWorkspace((state) => state.panels[panel].px);
  const [isDragging, setDragging] = useState(false);
  const start = useRef({ at: 0, px: 0 });
  const { min, max, label } = limits[panel];
  const isVertical = panel === 'bottom';
  const sign = panel === 'left' ? 1 : -1;

  const resize = (wanted: number) => {
    const room = isVertical ? window.innerHeight - 260 : window.innerWidth / 2 - 120;
    const size = Math.round(Math.max(min, Math.min(max, room, wanted)));
    workspace.setState(({ panels }) => ({ panels: { ...panels, [panel]: { ...panels[panel], px: size } } }));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: isVertical ? event.clientY : event.clientX, px };
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (isDragging) resize(start.current.px + sign * ((isVertical ? event.clientY : event.clientX) - start.current.at));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const grow = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (grow === undefined) return;
    event.preventDefault();
    resize(px + sign * grow * step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element of its own
    <div
      className={`splitter splitter-${panel}${isDragging ? ' is-dragging' : ''}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isVertical ? 'horizontal' : 'vertical'}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={px}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDragging(false)}
      onLostPointerCapture={() => setDragging(false)}
      onKeyDown={onKeyDown}
    />
  );
}
