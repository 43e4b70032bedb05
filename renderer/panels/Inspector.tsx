import './Inspector.css';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import { InstanceInspector } from './InstanceInspector.tsx';
import { PortInspector } from './PortInspector.tsx';
import { WireInspector } from './WireInspector.tsx';

/** What is selected, and what can be done with it. */
export function Inspector() {
  const selection = useWorkspace((state) => state.selection);
  const view = useShow((state) => state.view);
  const { workspace } = useSession();
  if (!view) return null;
  if (selection.kind === 'instance') {
    const instance = view.instances.find(({ name }) => name === selection.name);
    if (instance) return <InstanceInspector key={instance.name} instance={instance} />;
  }
  if (selection.kind === 'wire') {
    const wire = view.wires.find(({ key }) => key === selection.key);
    if (wire) return <WireInspector key={wire.key} wire={wire} />;
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
