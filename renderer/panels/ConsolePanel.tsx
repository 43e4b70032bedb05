import './ConsolePanel.css';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useConsole, useSession } from '../app/sessionContext.ts';
import type { ConsoleRow } from '../stores/consoleStore.ts';
import { pythonPlaceIn } from './pythonPlace.ts';

const rowHeight = 21;
const spare = 12;

/** What Python printed and what happened, newest at the bottom; only the rows in view are in the page. */
export function ConsolePanel() {
  const { consoleLines } = useSession();
  const rows = useConsole((state) => state.rows);
  const source = useConsole((state) => state.source);
  const sources = useMemo(() => [...new Set(rows.map((row) => row.source))].sort(), [rows]);
  const shown = useMemo(() => (source === null ? rows : rows.filter((row) => row.source === source)), [rows, source]);
  return (
    <div className="console">
      <div className="console-tools">
        <label>
          Show{' '}
          <select
            value={source ?? ''}
            onChange={(event) => consoleLines.setState({ source: event.target.value === '' ? null : event.target.value })}
          >
            <option value="">everything</option>
            {sources.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <span className="stat">
          {shown.length.toLocaleString()} {shown.length === 1 ? 'line' : 'lines'}
        </span>
        <span className="grow" />
        <button type="button" className="button is-plain" onClick={() => consoleLines.setState({ rows: [] })}>
          Clear
        </button>
      </div>
      <Rows rows={shown} />
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly ConsoleRow[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 300 });
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView((now) => ({ ...now, height: element.clientHeight })));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !isAtEnd.current || rows.length === 0) return;
    element.scrollTop = element.scrollHeight;
    // Before the scroll event, which comes a frame later: in a flood of lines there would always be an empty rest.
    setView({ top: element.scrollTop, height: element.clientHeight });
  }, [rows]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  return (
    <div
      ref={scroller}
      className="console-rows"
      role="log"
      aria-label="Console"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight >= scrollHeight - rowHeight;
        setView({ top: scrollTop, height: clientHeight });
      }}
    >
      {rows.length === 0 && <p className="empty">Nothing yet.</p>}
      <div style={{ height: rows.length * rowHeight, position: 'relative' }}>
        <div style={{ position: 'absolute', top: first * rowHeight, minWidth: '100%' }}>
          {rows.slice(first, last).map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Line({ row }: { readonly row: ConsoleRow }) {
  const { files, show } = useSession();
  const place = pythonPlaceIn(row.text, show.getState().view);
  return (
    <div className={`console-row tone-${row.tone}`} style={{ height: rowHeight }}>
      <time>{row.isFirst ? clockText(row.wallMs) : ''}</time>
      <span className="console-source">{row.isFirst ? row.source : ''}</span>
      {place ? (
        <button type="button" className="console-link" onClick={() => void files.open(place.path, { line: place.line, column: 1 })}>
          {row.text}
        </button>
      ) : (
        <span className="console-text">{row.text || ' '}</span>
      )}
    </div>
  );
}

function clockText(wallMs: number): string {
  const time = new Date(wallMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
