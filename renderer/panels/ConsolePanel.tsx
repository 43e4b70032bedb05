import './ConsolePanel.css';
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useConsole, useSession } from '../app/sessionContext.ts';
import type { ConsoleRow } from '../stores/consoleStore.ts';
import { layOutRows, rowAtLine } from './consoleLayout.ts';
import { pythonPlaceIn } from './pythonPlace.ts';

const lineHeight = 21;
const spareLines = 12;
const rulerColumns = 100;

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
  const ruler = useRef<HTMLElement>(null);
  const columns = useColumns(ruler);
  const layout = useMemo(() => layOutRows(rows, columns), [rows, columns]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView((now) => ({ ...now, height: element.clientHeight })));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !isAtEnd.current || layout.tops.length <= 1) return;
    element.scrollTop = element.scrollHeight;
    // Before the scroll event, which comes a frame later: in a flood of lines there would always be an empty rest.
    setView({ top: element.scrollTop, height: element.clientHeight });
  }, [layout]);
  const first = rowAtLine(layout, Math.floor(view.top / lineHeight) - spareLines);
  const last = rowAtLine(layout, Math.ceil((view.top + view.height) / lineHeight) + spareLines);
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
        isAtEnd.current = scrollTop + clientHeight >= scrollHeight - lineHeight;
        setView({ top: scrollTop, height: clientHeight });
      }}
    >
      <ColumnRuler inner={ruler} />
      {rows.length === 0 && <p className="empty">Nothing yet.</p>}
      <div style={{ height: (layout.tops.at(-1) ?? 0) * lineHeight, position: 'relative' }}>
        <div style={{ position: 'absolute', top: (layout.tops[first] ?? 0) * lineHeight, width: '100%' }}>
          {rows.slice(first, last + 1).map((row, index) => {
            const place = first + index;
            return <Line key={row.id} row={row} lines={(layout.tops[place + 1] ?? 0) - (layout.tops[place] ?? 0)} />;
          })}
        </div>
      </div>
    </div>
  );
}

/** As wide as `rulerColumns` characters, within a row as wide as all others; takes no room. */
function ColumnRuler({ inner }: { readonly inner: RefObject<HTMLElement | null> }) {
  return (
    <div className="console-row console-ruler" aria-hidden>
      <time />
      <span className="console-source" />
      <span className="console-text">
        <span ref={inner}>{'0'.repeat(rulerColumns)}</span>
      </span>
    </div>
  );
}

/** Characters that fit beside each other, at any size of window and font. */
function useColumns(ruler: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(rulerColumns);
  useEffect(() => {
    const inner = ruler.current;
    const room = inner?.parentElement;
    if (!inner || !room) return;
    const observer = new ResizeObserver(() => {
      if (inner.offsetWidth > 0) setColumns(Math.floor((room.clientWidth * rulerColumns) / inner.offsetWidth));
    });
    observer.observe(inner);
    observer.observe(room);
    return () => observer.disconnect();
  }, [ruler]);
  return columns;
}

function Line({ row, lines }: { readonly row: ConsoleRow; readonly lines: number }) {
  const { files, show } = useSession();
  const place = pythonPlaceIn(row.text, show.getState().view);
  return (
    <div className={`console-row tone-${row.tone}`} style={{ minHeight: lines * lineHeight }}>
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
