import './routeTables.css';
import './WireInspector.css';
import { useMemo } from 'react';
import type { WireView } from '../../core/contract/showView.ts';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import { LiveValue } from '../meters/LiveValue.tsx';
import { usePatchActions } from '../patch/patchActions.ts';
import { TextField } from './TextField.tsx';
import { wirePairs } from './wirePairs.ts';

const shownPairs = 16;

export function WireInspector({ wire }: { readonly wire: WireView }) {
  const { edits, files } = useSession();
  const patch = usePatchActions();
  const problem = useShow((state) =>
    state.view?.problems.find(({ place }) => place?.file === wire.place.file && place.line === wire.place.line),
  );
  const selectedWires = useWorkspace((state) => state.selectedWires);
  const pairs = useMemo(() => wirePairs(wire, shownPairs), [wire]);
  const end = (side: 'from' | 'to') => `${wire[side].instance}.${wire[side].spec}`;
  const isTwoWay = wire.direction === 'both';
  return (
    <div className="inspector">
      <h2 className="heading">Wire {wire.count > 1 ? `× ${wire.count}` : ''}</h2>
      {problem && <p className={`inset wire-problem is-${problem.severity}`}>▲ {problem.message}</p>}
      <TextField label="From" value={end('from')} onCommit={(from) => patch.changeWire(wire.key, { from })} />
      <TextField label="To" value={end('to')} onCommit={(to) => patch.changeWire(wire.key, { to })} />
      <div className="button-row inset">
        <button
          type="button"
          className="button"
          aria-pressed={isTwoWay}
          onClick={() => void patch.turnWire(wire.key, isTwoWay ? 'forward' : 'both')}
        >
          {isTwoWay ? '⇄ both ways' : '→ one way'}
        </button>
        <button type="button" className="button" aria-pressed={wire.isMuted} onClick={() => void patch.toggleMute([wire.key])}>
          {wire.isMuted ? 'Unmute' : 'Mute'} <kbd>Ctrl M</kbd>
        </button>
        {wire.count > 1 && (
          <button type="button" className="button" onClick={() => void edits.edit([{ kind: 'unfoldWire', key: wire.key }])}>
            Split into {wire.count} lines
          </button>
        )}
        {selectedWires.length > 1 && (
          <button type="button" className="button" onClick={() => void edits.edit([{ kind: 'foldWires', keys: [...selectedWires] }])}>
            Join {selectedWires.length} wires into a range
          </button>
        )}
      </div>
      <h3 className="heading">
        {wire.count > shownPairs ? `First ${pairs.length} of ${wire.count} routes` : wire.count === 1 ? 'Route' : `${pairs.length} routes`}
      </h3>
      {wire.isMuted && <p className="inset is-quiet">Muted: nothing passes here.</p>}
      {pairs.length === 0 && !wire.isMuted && <p className="empty">No route: see the problem above.</p>}
      <table className="pairs">
        <tbody>
          {pairs.map(({ from, to }) => (
            <tr key={`${from} ${to}`}>
              <td title={`${wire.from.instance}.${from}`}>{from}</td>
              <td aria-hidden="true">{isTwoWay ? '⇄' : '→'}</td>
              <td title={`${wire.to.instance}.${to}`}>{to}</td>
              <td>
                <LiveValue instance={wire.from.instance} spec={from} side="out" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="button-row inset">
        <button type="button" className="button" onClick={() => void files.open(wire.place.file, wire.place)}>
          {wire.place.file}:{wire.place.line}
        </button>
        <button type="button" className="button is-danger" onClick={() => void patch.removeWires([wire.key])}>
          Remove
        </button>
      </div>
    </div>
  );
}
