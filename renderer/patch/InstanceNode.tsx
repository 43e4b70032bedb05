import './InstanceNode.css';
import './ports.css';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { Lamp } from '../app/Lamp.tsx';
import { useSession, useWorkspace } from '../app/sessionContext.ts';
import { protocolColour } from '../meters/palette.ts';
import { AskChannel } from './AskChannel.tsx';
import type { InstanceNodeItem } from './flowItems.ts';
import type { PortModel } from './graphModel.ts';
import { handleId } from './handleId.ts';
import { metrics } from './nodeMetrics.ts';

/** An instance on the canvas. Values, bars, lamps and rates are painted over it by the meter layer at places given by `nodeMetrics`. */
export const InstanceNode = memo(function InstanceNode({ data, selected }: NodeProps<InstanceNodeItem>) {
  const { model, rows } = data;
  const { first, last } = rows ?? { first: 0, last: model.ports.length };
  return (
    <div
      className={`node node-${model.lamp}${selected ? ' is-selected' : ''}`}
      style={{ '--c': protocolColour(model.backend), height: model.height }}
      data-testid={`node-${model.name}`}
    >
      <div className="node-header">
        <Lamp state={model.lamp} />
        <span className="node-name" title={model.name}>
          {model.name || '(no name)'}
        </span>
        {/* The rates are painted at the right of this line. */}
        <span className="node-backend">{model.backendTitle}</span>
      </div>
      <RowSpace rows={first} />
      {model.ports.slice(first, last).map((port) => (
        <PortRow key={handleId(port)} instance={model.name} port={port} />
      ))}
      <RowSpace rows={model.ports.length - last} />
      <PlusRow instance={model.name} />
      {model.note !== '' && (
        <div className={`node-note tone-${model.noteTone}`} title={model.note}>
          {model.note}
        </div>
      )}
    </div>
  );
});

/** In place of rows that are out of view. */
function RowSpace({ rows }: { readonly rows: number }) {
  return rows > 0 && <div style={{ height: rows * metrics.rowHeight }} />;
}

function PortRow({ instance, port }: { readonly instance: string; readonly port: PortModel }) {
  const { workspace } = useSession();
  const isSelected = useWorkspace(
    ({ selection: s }) => s.kind === 'port' && s.instance === instance && s.side === port.side && s.spec === port.spec,
  );
  const isInput = port.side === 'in';
  const kind = port.isTwoWay ? 'two-way' : isInput ? 'input' : 'output';
  return (
    <div className={`port port-${port.side}${isSelected ? ' is-selected' : ''}`}>
      <Handle
        type={isInput ? 'target' : 'source'}
        position={isInput ? Position.Left : Position.Right}
        id={handleId(port)}
        className={port.count > 1 ? 'port-handle is-range' : 'port-handle'}
        data-testid={`${port.side}-${instance}.${port.spec}`}
      />
      <button
        type="button"
        tabIndex={-1}
        className={port.count > 1 ? 'port-name nopan is-range' : 'port-name nopan'}
        title={`${instance}.${port.spec} (${kind}${port.count > 1 ? `, ${port.count} channels` : ''})`}
        onClick={() => workspace.setState({ selection: { kind: 'port', instance, side: port.side, spec: port.spec } })}
      >
        {port.spec || '(empty)'}
      </button>
    </div>
  );
}

function PlusRow({ instance }: { readonly instance: string }) {
  const asked = useWorkspace(({ pendingWire }) => (pendingWire ? askedSide(pendingWire, instance) : undefined));
  const { workspace } = useSession();
  return (
    <div className="port-plus">
      <Handle
        type="target"
        position={Position.Left}
        id={handleId({ side: 'in', spec: null })}
        className="port-handle is-plus"
        data-testid={`in+-${instance}`}
      />
      {asked ? (
        <AskChannel instance={instance} side={asked} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className="plus-button nopan"
          title={`Wire a channel of ${instance} that is not used yet`}
          onClick={() => workspace.setState({ dialog: { kind: 'addWire', from: `${instance}.` } })}
        >
          + channel
        </button>
      )}
      <Handle
        type="source"
        position={Position.Right}
        id={handleId({ side: 'out', spec: null })}
        className="port-handle is-plus"
        data-testid={`out+-${instance}`}
      />
    </div>
  );
}

/** Which end of the wire that is being made waits for a name at this node; the source is asked for first. */
function askedSide(
  wire: { from: { instance: string; spec: string | null }; to: { instance: string; spec: string | null } },
  instance: string,
) {
  if (wire.from.spec === null) return wire.from.instance === instance ? 'out' : undefined;
  return wire.to.spec === null && wire.to.instance === instance ? 'in' : undefined;
}
