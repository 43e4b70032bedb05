import './PortInspector.css';
import { useMemo, useState } from 'react';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import type { Side } from '../link/meterBus.ts';
import { LiveValue } from '../meters/LiveValue.tsx';
import { channelsOf } from '../meters/meterPlan.ts';
import { protocolColour } from '../meters/palette.ts';
import { TextField } from './TextField.tsx';
import { UsedBy } from './UsedBy.tsx';
import { useChannelRename } from './useChannelRename.ts';
import { ValueFader } from './ValueFader.tsx';

interface PortInspectorProps {
  readonly instance: string;
  readonly side: Side;
  readonly spec: string;
}

export function PortInspector({ instance, side, spec }: PortInspectorProps) {
  const { workspace } = useSession();
  const renameChannel = useChannelRename();
  const isAsking = useWorkspace((state) => state.dialog?.kind === 'renameChannel');
  const backend = useShow((state) => state.view?.instances.find(({ name }) => name === instance)?.backend ?? '');
  const specs = useMemo(() => channelsOf(spec), [spec]);
  const [member, setMember] = useState(0);
  const channel = specs[Math.min(member, specs.length - 1)];
  return (
    <div className="inspector" style={{ '--c': protocolColour(backend) }}>
      <h2 className="heading">
        <span className="port-title">{spec || '(empty)'}</span>
        <span className="tag">{side === 'in' ? 'input' : 'output'}</span>
      </h2>
      <p className="inset">
        of{' '}
        <button
          type="button"
          className="link"
          onClick={() => workspace.setState({ selection: { kind: 'instance', name: instance }, selectedInstances: [instance] })}
        >
          {instance}
        </button>
      </p>
      <dl className="port-values">
        <div className={side === 'in' ? 'is-main' : ''}>
          <dt>arrived here</dt>
          <dd>
            <LiveValue instance={instance} spec={spec} side="in" />
          </dd>
        </div>
        <div className={side === 'out' ? 'is-main' : ''}>
          <dt>put out</dt>
          <dd>
            <LiveValue instance={instance} spec={spec} side="out" />
          </dd>
        </div>
      </dl>
      {specs.length > 1 && (
        <div className="field">
          <label>
            Channel of the range
            <select value={member} onChange={(event) => setMember(Number(event.target.value))}>
              {specs.slice(0, 2_048).map((name, index) => (
                <option key={name} value={index}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {channel !== undefined && side === 'out' && <ValueFader instance={instance} spec={channel} />}
      {side === 'in' && <p className="empty">To try it, choose the output that feeds it and drag its value.</p>}
      <TextField
        // The question takes the focus away; a fresh field holds the name of now, so that leaving it asks nothing again.
        key={isAsking ? 'asking' : 'field'}
        label="Rename this channel "
        value={spec}
        onCommit={(newSpec) => {
          if (!isAsking) void renameChannel({ instance, spec, newSpec }, side);
          return undefined;
        }}
      />
      <UsedBy isUse={({ from, to }) => [from, to].some((end) => end.instance === instance && end.spec === spec)} />
    </div>
  );
}
