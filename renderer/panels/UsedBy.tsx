import './UsedBy.css';
import type { WireView } from '../../core/contract/showView.ts';
import { useSession, useShow } from '../app/sessionContext.ts';
import type { WorkspaceStore } from '../stores/workspaceStore.ts';

const shownWires = 40;

/** The wires that use something; click to go there. */
export function UsedBy({ isUse }: { readonly isUse: (wire: WireView) => boolean }) {
  const { workspace } = useSession();
  const wires = useShow((state) => state.view?.wires);
  const used = (wires ?? []).filter(isUse);
  return (
    <>
      <h3 className="heading">Wires ({used.length})</h3>
      <ul className="used-by">
        {used.slice(0, shownWires).map(({ key, from, to, direction, count, isMuted }) => (
          <li key={key}>
            <button type="button" className="link" onClick={() => showWire(workspace, key)}>
              {from.instance}.{from.spec} {direction === 'both' ? '⇄' : '→'} {to.instance}.{to.spec}
              {count > 1 && ` × ${count}`}
              {isMuted && ' (muted)'}
            </button>
          </li>
        ))}
        {used.length > shownWires && <li className="empty">and {used.length - shownWires} more</li>}
        {used.length === 0 && <li className="empty">None: nothing comes here and nothing goes from here.</li>}
      </ul>
    </>
  );
}

export function showWire(workspace: WorkspaceStore, key: string): void {
  workspace.setState({ selectedWires: [key], selectedInstances: [], selection: { kind: 'wire', key }, reveal: { wire: key } });
}
