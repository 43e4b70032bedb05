import './Inspector.css';
import type { WireView } from '../../core/contract/showView.ts';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import type { WorkspaceState } from '../stores/workspaceStore.ts';
import { InstanceInspector } from './InstanceInspector.tsx';
import { PortInspector } from './PortInspector.tsx';
import { WireInspector } from './WireInspector.tsx';

/** What is selected, and what can be done with it. */
export function Inspector() {
  const selection = useWorkspace((state) => state.selection);
  const view = useShow((state) => state.view);
  const changedWire = useWorkspace((state) => state.changedWire);
  const { workspace } = useSession();
  if (!view) return null;
  if (selection.kind === 'instance') {
    const instance = view.instances.find(({ name }) => name === selection.name);
    if (instance) return <InstanceInspector key={instance.name} instance={instance} />;
  }
  if (selection.kind === 'wire') {
    const wire = findWire(view.wires, selection.key, changedWire);
    // By its line: a wire that gets another end is still the one whose field has the keyboard.
    if (wire) return <WireInspector key={`${wire.place.file}:${wire.place.line}`} wire={wire} />;
  }
  if (selection.kind === 'port') {
    return (
      <PortInspector
        key={`${selection.instance}.${selection.side}.${selection.spec}`}
        instance={selection.instance}
        side={selection.side}
        spec={selection.spec}
      />
    );
  }
  return (
    <div className="inspector">
      <h2 className="heading">Inspector</h2>
      <p className="empty">
        Choose an instance, a channel or a wire.
        <br />
        <br />
        Drag from a circle on a node to another one to wire them; drop on empty canvas to choose from a list.
        <br />
        <br />
        <button type="button" className="button" onClick={() => workspace.setState({ dialog: { kind: 'keys' } })}>
          All keys <kbd>?</kbd>
        </button>
      </p>
    </div>
  );
}

/** A wire that was just changed is found by either of its keys. */
function findWire(wires: readonly WireView[], key: string, changed: WorkspaceState['changedWire']): WireView | undefined {
  const other = changed?.before === key ? changed.after : changed?.after === key ? changed.before : undefined;
  return wires.find((wire) => wire.key === key) ?? wires.find((wire) => wire.key === other);
}
