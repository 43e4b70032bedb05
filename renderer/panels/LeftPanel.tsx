import './LeftPanel.css';
import { useState } from 'react';
import { Lamp } from '../app/Lamp.tsx';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import { LiveValue } from '../meters/LiveValue.tsx';
import { protocolColour } from '../meters/palette.ts';
import type { NodeModel, PortModel } from '../patch/graphModel.ts';
import { paletteDragType } from '../patch/paletteDrag.ts';
import { useGraph } from '../patch/useGraph.ts';
import { showInstance, showPort } from '../stores/showInGraph.ts';

/** With more instances than this only the chosen one shows its channels. */
const fewInstances = 8;

/** All instances with their channels, and the protocols to add more. */
export function LeftPanel() {
  return (
    <>
      <Outline />
      <ProtocolPalette />
    </>
  );
}

function Outline() {
  const nodes = useGraph()?.nodes ?? [];
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const selectedInstances = useWorkspace((state) => state.selectedInstances);
  const toggle = (name: string) =>
    setToggled((now) => {
      const next = new Set(now);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  return (
    <nav className="outline-nav" aria-label="Instances of the show">
      <h2 className="heading">Instances</h2>
      {nodes.length === 0 && <p className="empty">None yet.</p>}
      <ul className="outline">
        {nodes.map((node) => {
          const isOpenAtFirst = nodes.length <= fewInstances || selectedInstances.includes(node.name);
          return (
            <OutlineEntry
              key={node.name}
              node={node}
              isOpen={isOpenAtFirst !== toggled.has(node.name)}
              onToggle={() => toggle(node.name)}
            />
          );
        })}
      </ul>
    </nav>
  );
}

function OutlineEntry({ node, isOpen, onToggle }: { readonly node: NodeModel; readonly isOpen: boolean; onToggle(): void }) {
  const { workspace } = useSession();
  const isSelected = useWorkspace((state) => state.selectedInstances.includes(node.name));
  return (
    <li>
      <div className={`outline-row${isSelected ? ' is-selected' : ''}`} style={{ '--c': protocolColour(node.backend) }}>
        <button
          type="button"
          className="outline-fold"
          aria-label={`${isOpen ? 'Hide' : 'Show'} the channels of ${node.name}`}
          aria-expanded={isOpen}
          onClick={onToggle}
          disabled={node.ports.length === 0}
        >
          {node.ports.length === 0 ? '' : isOpen ? '▾' : '▸'}
        </button>
        <button type="button" className="outline-name" aria-current={isSelected} onClick={() => showInstance(workspace, node.name)}>
          <Lamp state={node.lamp} />
          <span className="outline-text">{node.name || '(no name)'}</span>
          <span className="tag">{node.backendTitle}</span>
        </button>
      </div>
      {isOpen && <OutlinePorts node={node} />}
    </li>
  );
}

/** So many channels at a time: thousands of live values would cost the page more than all the rest. */
const shownPorts = 100;

function OutlinePorts({ node }: { readonly node: NodeModel }) {
  const [limit, setLimit] = useState(shownPorts);
  const { ports } = node;
  return (
    <ul>
      {ports.slice(0, limit).map((port) => (
        <OutlinePort key={`${port.side}${port.spec}`} instance={node.name} port={port} />
      ))}
      {ports.length > limit && (
        <li>
          <button type="button" className="outline-port" onClick={() => setLimit(limit + 5 * shownPorts)}>
            <span className="outline-text">
              {(ports.length - limit).toLocaleString()} more {ports.length - limit === 1 ? 'channel' : 'channels'}…
            </span>
          </button>
        </li>
      )}
    </ul>
  );
}

function OutlinePort({ instance, port }: { readonly instance: string; readonly port: PortModel }) {
  const { workspace } = useSession();
  const { side, spec, count } = port;
  const isChosen = useWorkspace(({ selection: s }) => s.kind === 'port' && s.instance === instance && s.side === side && s.spec === spec);
  return (
    <li>
      <button
        type="button"
        className={`outline-port${isChosen ? ' is-selected' : ''}`}
        aria-current={isChosen}
        title={`${instance}.${spec}${count > 1 ? `, ${count} channels` : ''}`}
        onClick={() => showPort(workspace, instance, side, spec)}
      >
        <span className="port-arrow">{side}</span>
        <span className="outline-text">{spec || '(empty)'}</span>
        <LiveValue instance={instance} spec={spec} side={side} />
      </button>
    </li>
  );
}

function ProtocolPalette() {
  const { workspace } = useSession();
  const protocols = useShow((state) => state.protocols);
  // A first instance is chosen by what a protocol is for; later ones by its name.
  const isFirst = useShow((state) => state.view?.instances.length === 0);
  return (
    <section className={isFirst ? 'add-instance' : 'add-instance is-short'} aria-label="Add an instance">
      <h2 className="heading">Add</h2>
      <ul className="palette">
        {protocols.map(({ name, title, summary }) => (
          <li key={name}>
            <button
              type="button"
              className="palette-entry"
              style={{ '--c': protocolColour(name) }}
              title={`${summary} Click, or drag onto the graph.`}
              draggable
              onDragStart={(event) => event.dataTransfer.setData(paletteDragType, name)}
              onClick={() => workspace.setState({ dialog: { kind: 'addInstance', backend: name } })}
            >
              <span className="palette-title">+ {title}</span>
              {isFirst && <span className="palette-summary">{summary}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
