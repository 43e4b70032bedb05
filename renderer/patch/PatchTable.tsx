import './PatchTable.css';
import { useState } from 'react';
import type { WireView } from '../../core/contract/showView.ts';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import { LiveValue } from '../meters/LiveValue.tsx';
import { instanceStaleness } from '../stores/staleness.ts';
import { usePatchActions } from './patchActions.ts';

const pageSize = 200;

/** The same patch as rows: one map line each, all of it by keyboard and by screen reader. */
export function PatchTable() {
  const wires = useShow((state) => state.view?.wires) ?? [];
  const { workspace } = useSession();
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(wires.length / pageSize));
  const current = Math.min(page, pages - 1);
  return (
    <div className="patch-table">
      <div className="table-tools">
        <h2>
          Map: {wires.length} {wires.length === 1 ? 'line' : 'lines'}
        </h2>
        <button type="button" className="button is-primary" onClick={() => workspace.setState({ dialog: { kind: 'addWire' } })}>
          Add a wire
        </button>
        {pages > 1 && (
          <>
            <button type="button" className="button" disabled={current === 0} onClick={() => setPage(current - 1)}>
              ‹
            </button>
            <span>
              {current + 1} of {pages}
            </span>
            <button type="button" className="button" disabled={current === pages - 1} onClick={() => setPage(current + 1)}>
              ›
            </button>
          </>
        )}
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Value</th>
            <th scope="col">Direction</th>
            <th scope="col">To</th>
            <th scope="col">Arrived</th>
            <th scope="col">Routes</th>
            <th scope="col">State</th>
            <th scope="col" className="table-place">
              Place
            </th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {wires.slice(current * pageSize, (current + 1) * pageSize).map((wire) => (
            <Row key={wire.key} wire={wire} />
          ))}
        </tbody>
      </table>
      {wires.length === 0 && <p className="empty">No wires yet.</p>}
    </div>
  );
}

/** As the graph shows it, in words. */
function WireState({ wire }: { readonly wire: WireView }) {
  const { isMuted, count, from, to } = wire;
  const idle = useShow((state) =>
    isMuted || count === 0 ? undefined : [from, to].find((end) => instanceStaleness(state, end.instance) !== undefined)?.instance,
  );
  const why = useShow((state) => (idle === undefined ? undefined : instanceStaleness(state, idle)));
  if (isMuted) return 'muted';
  if (count === 0) return <span className="count">▲ no route</span>;
  return idle === undefined ? 'on' : <span title={why}>idle</span>;
}

function Row({ wire }: { readonly wire: WireView }) {
  const { workspace } = useSession();
  const patch = usePatchActions();
  const isSelected = useWorkspace((state) => state.selectedWires.includes(wire.key));
  const { key, from, to, direction, count, isMuted, place } = wire;
  const select = () => workspace.setState({ selectedWires: [key], selectedInstances: [], selection: { kind: 'wire', key } });
  return (
    <tr className={isSelected ? 'is-selected' : ''}>
      <th scope="row" className="table-name" title={`${from.instance}.${from.spec}`}>
        <button type="button" className="link" onClick={select}>
          {from.instance}.{from.spec}
        </button>
      </th>
      <td>
        <LiveValue instance={from.instance} spec={from.spec} side="out" />
      </td>
      <td>
        <button
          type="button"
          className="button is-plain"
          aria-label={direction === 'both' ? 'both ways; make it one way' : 'one way; make it both ways'}
          onClick={() => void patch.turnWire(key, direction === 'both' ? 'forward' : 'both')}
        >
          {direction === 'both' ? '⇄' : '→'}
        </button>
      </td>
      <td className="mono table-name" title={`${to.instance}.${to.spec}`}>
        {to.instance}.{to.spec}
      </td>
      <td>
        <LiveValue instance={to.instance} spec={to.spec} side="in" />
      </td>
      <td className="mono">{count}</td>
      <td>
        <WireState wire={wire} />
      </td>
      <td className="mono table-place">
        {place.file}:{place.line}
      </td>
      <td>
        <button type="button" className="button is-plain" onClick={() => void patch.toggleMute([key])}>
          {isMuted ? 'Unmute' : 'Mute'}
        </button>
        <button
          type="button"
          className="button is-plain is-danger"
          aria-label={`Remove the wire ${key}`}
          onClick={() => void patch.removeWires([key])}
        >
          Remove
        </button>
      </td>
    </tr>
  );
}
