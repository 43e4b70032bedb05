import './Lamp.css';
import { type Lamp as LampState, lampWords } from '../patch/graphModel.ts';

/** State as shape and colour: disc live, ring waiting, triangle failed, square stopped, dashed ring missing, broken disc problem. */
export function Lamp({ state, isSilent = false }: { readonly state: LampState; readonly isSilent?: boolean }) {
  const label = isSilent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': lampWords[state] };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would pop up over the graph; the label says the same
    <svg className={`lamp lamp-${state}`} width="14" height="14" viewBox="0 0 14 14" {...label}>
      {shapes[state]}
    </svg>
  );
}

const shapes: Readonly<Record<LampState, React.ReactNode>> = {
  live: <circle cx="7" cy="7" r="5" fill="currentColor" />,
  problem: <path d="M7 1.5 13 12.5H1Z M6.3 5v4h1.4V5Z M6.3 10v1.4h1.4V10Z" fill="currentColor" fillRule="evenodd" />,
  starting: (
    <>
      <circle cx="7" cy="7" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M7 2.2a4.8 4.8 0 0 1 0 9.6Z" fill="currentColor" />
    </>
  ),
  waiting: <circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="2.2" />,
  failed: <path d="M7 1.5 13 12.5H1Z" fill="currentColor" />,
  stopped: <rect x="2.5" y="2.5" width="9" height="9" fill="currentColor" />,
  missing: <circle cx="7" cy="7" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="2.4 2.2" />,
};
