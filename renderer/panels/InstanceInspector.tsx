import './InstanceInspector.css';
import { useState } from 'react';
import type { ProtocolView } from '../../core/contract/clientLink.ts';
import type { Problem } from '../../core/contract/problem.ts';
import type { InstanceView, OptionView } from '../../core/contract/showView.ts';
import { Lamp } from '../app/Lamp.tsx';
import { useSession, useShow } from '../app/sessionContext.ts';
import { protocolColour } from '../meters/palette.ts';
import { buildGraph, lampWords } from '../patch/graphModel.ts';
import { modulesOf } from '../patch/modulesOf.ts';
import { usePatchActions } from '../patch/patchActions.ts';
import { windowStaleness } from '../stores/staleness.ts';
import { CallProfileTable } from './CallProfileTable.tsx';
import { InstanceCountersList } from './InstanceCountersList.tsx';
import { TextField } from './TextField.tsx';
import { UsedBy } from './UsedBy.tsx';

export function InstanceInspector({ instance }: { readonly instance: InstanceView }) {
  const session = useSession();
  const patch = usePatchActions();
  const protocol = useShow((state) => state.protocols.find(({ name }) => name === instance.backend));
  const view = useShow((state) => state.view);
  const modules = view ? modulesOf(view, instance.name) : [];
  return (
    <div className="inspector" style={{ '--c': protocolColour(instance.backend) }}>
      <h2 className="heading">
        {instance.name || '(no name)'} <span className="tag">{protocol?.title ?? instance.backend}</span>
      </h2>
      <StateLine instance={instance} />
      {modules.length > 0 && (
        <div className="button-row inset">
          {modules.map((path) => (
            <button key={path} type="button" className="button is-primary" onClick={() => void session.files.open(path)}>
              Edit {path}
            </button>
          ))}
        </div>
      )}
      <TextField
        label="Name"
        value={instance.name}
        hint="Renames it in the map too."
        onCommit={async (newName) => {
          const refusal = await session.edits.tryEdit([{ kind: 'renameInstance', name: instance.name, newName }]);
          if (refusal === null)
            session.workspace.setState({ selection: { kind: 'instance', name: newName }, selectedInstances: [newName] });
          return refusal;
        }}
      />
      {instance.options.map((option) => (
        <OptionField key={option.index} instance={instance} option={option} protocol={protocol} problems={view?.problems ?? []} />
      ))}
      {protocol && <AddOption instance={instance} protocol={protocol} />}
      <InstanceCountersList instance={instance.name} />
      <CallProfileTable instance={instance.name} />
      <UsedBy isUse={(wire) => wire.from.instance === instance.name || wire.to.instance === instance.name} />
      <div className="button-row inset">
        <button type="button" className="button" onClick={() => void session.files.open(instance.place.file, instance.place)}>
          {instance.place.file}:{instance.place.line}
        </button>
        <button type="button" className="button is-danger" onClick={() => void patch.removeInstances([instance.name])}>
          Remove
        </button>
      </div>
    </div>
  );
}

function StateLine({ instance }: { readonly instance: InstanceView }) {
  const view = useShow((state) => state.view);
  const protocols = useShow((state) => state.protocols);
  const statuses = useShow((state) => state.statuses);
  const isStale = useShow((state) => windowStaleness(state) !== undefined);
  const node = view && buildGraph({ view: { ...view, instances: [instance], wires: [] }, protocols, statuses }).nodes[0];
  if (!node) return null;
  return (
    <div className={`state-line tone-${node.noteTone}`}>
      <Lamp state={node.lamp} isSilent />
      <div>
        <b>{isStale ? `was ${lampWords[node.lamp]} when last heard` : lampWords[node.lamp]}</b>
        {node.note !== '' && <p>{node.note}</p>}
      </div>
    </div>
  );
}

interface OptionFieldProps {
  readonly instance: InstanceView;
  readonly option: OptionView;
  readonly protocol: ProtocolView | undefined;
  readonly problems: readonly Problem[];
}

function OptionField({ instance, option, protocol, problems }: OptionFieldProps) {
  const { edits } = useSession();
  const described = protocol?.instanceOptions.find(({ name, aliases }) => name === option.name || aliases?.includes(option.name));
  const problem = problems.find(({ place }) => place?.file === option.place.file && place.line === option.place.line);
  return (
    <div className="option-field">
      <TextField
        label={option.name}
        value={option.value}
        hint={described?.summary}
        placeholder={described?.example}
        choices={described?.choices}
        problem={problem?.message}
        onCommit={(value) =>
          edits.tryEdit([{ kind: 'setOption', instance: instance.name, index: option.index, option: option.name, value }])
        }
      />
      <button
        type="button"
        className="button is-plain"
        aria-label={`Remove the option ${option.name}`}
        title="Remove this option"
        onClick={() => void edits.edit([{ kind: 'removeOption', instance: instance.name, index: option.index }])}
      >
        ✕
      </button>
    </div>
  );
}

/** Options that the instance does not have yet; one that stands for a family (`/address`) asks for its name too. */
function AddOption({ instance, protocol }: { readonly instance: InstanceView; readonly protocol: ProtocolView }) {
  const { edits } = useSession();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const has = new Set(instance.options.map((option) => option.name));
  const offered = protocol.instanceOptions.filter((option) => option.isRepeatable || !has.has(option.name));
  const described = offered.find((option) => option.name === chosen);
  if (!described) {
    return (
      <div className="field">
        <select
          aria-label="Add an option"
          value=""
          onChange={({ target }) => {
            setChosen(target.value);
            setName(target.value);
            setValue('');
          }}
        >
          <option value="" disabled>
            + option…
          </option>
          {offered.map((option) => (
            <option key={option.name} value={option.name}>
              {option.name}
            </option>
          ))}
        </select>
      </div>
    );
  }
  return (
    <form
      className="add-option"
      onSubmit={async (event) => {
        event.preventDefault();
        if (await edits.edit([{ kind: 'setOption', instance: instance.name, index: null, option: name.trim(), value }]))
          setChosen(undefined);
      }}
    >
      <p className="field-hint">{described.summary}</p>
      <div className="add-option-line">
        <input aria-label="Option" value={name} spellCheck={false} onChange={({ target }) => setName(target.value)} />
        <span aria-hidden="true">=</span>
        <input
          aria-label={`Value of ${name}`}
          ref={(input) => input?.focus({ preventScroll: true })}
          value={value}
          placeholder={described.example}
          spellCheck={false}
          onChange={({ target }) => setValue(target.value)}
        />
      </div>
      <div className="button-row">
        <button type="submit" className="button is-primary">
          Add option
        </button>
        <button type="button" className="button" onClick={() => setChosen(undefined)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
