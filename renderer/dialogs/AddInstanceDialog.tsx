import { useState } from 'react';
import type { Edit } from '../../core/contract/edit.ts';
import { useSession, useShow } from '../app/sessionContext.ts';
import { protocolColour } from '../meters/palette.ts';
import { usePatchActions } from '../patch/patchActions.ts';
import type { Dialog } from '../stores/workspaceStore.ts';
import { freeName } from './freeName.ts';
import { ModalFrame } from './ModalFrame.tsx';
import { Refusal } from './Refusal.tsx';

interface AddInstanceDialogProps {
  readonly request: Extract<Dialog, { kind: 'addInstance' }>;
  onClose(): void;
}

/** Name and first options of a new instance. Options left empty are not written. */
export function AddInstanceDialog({ request, onClose }: AddInstanceDialogProps) {
  const { edits, workspace } = useSession();
  const patch = usePatchActions();
  const protocol = useShow((state) => state.protocols.find(({ name }) => name === request.backend));
  const instances = useShow((state) => state.view?.instances);
  const taken = new Set((instances ?? []).map(({ name }) => name));
  const [name, setName] = useState(() => freeName(request.backend, taken));
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const options = (protocol?.instanceOptions ?? []).filter(({ isFamily }) => !isFamily);
  const problem = nameProblem(name, taken);
  const missing = options.filter((option) => option.isRequired && (values[option.name] ?? '') === '');

  const add = async () => {
    setBusy(true);
    const settings = options.flatMap((option) => (values[option.name] ? [{ name: option.name, value: values[option.name] ?? '' }] : []));
    const edit: Edit = { kind: 'addInstance', backend: request.backend, name, options: settings };
    const answer = await edits.tryEdit(request.canvas ? [edit, { kind: 'placeNodes', nodes: { [name]: request.canvas } }] : [edit]);
    setBusy(false);
    setRefusal(answer);
    if (answer !== null) return;
    const reveal = request.wireTo ? {} : { reveal: { instance: name } };
    workspace.setState({ dialog: null, selectedInstances: [name], selectedWires: [], selection: { kind: 'instance', name }, ...reveal });
    if (request.wireTo) void patch.finishQuickAdd(request.wireTo, { instance: name, spec: null });
  };

  return (
    <ModalFrame title={`New ${protocol?.title ?? request.backend} instance`} onClose={onClose}>
      <form
        style={{ '--c': protocolColour(request.backend) }}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined && missing.length === 0 && !isBusy) void add();
        }}
      >
        <p className="dialog-text">{protocol?.summary}</p>
        <label className="dialog-field">
          <span>Name</span>
          <input
            value={name}
            spellCheck={false}
            onChange={({ target }) => setName(target.value)}
            aria-invalid={problem !== undefined}
            onFocus={({ target }) => target.select()}
          />
          {problem !== undefined && <span className="field-problem">▲ {problem}</span>}
        </label>
        {options.map((option) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: its control is one of the two below
          <label key={option.name} className="dialog-field">
            <span>
              {option.name}
              {option.isRequired ? '' : ' (optional)'}
            </span>
            {option.choices ? (
              <select value={values[option.name] ?? ''} onChange={({ target }) => setValues({ ...values, [option.name]: target.value })}>
                <option value="">not set</option>
                {option.choices.map((choice) => (
                  <option key={choice}>{choice}</option>
                ))}
              </select>
            ) : (
              <input
                value={values[option.name] ?? ''}
                placeholder={`for example ${option.example}`}
                spellCheck={false}
                onChange={({ target }) => setValues({ ...values, [option.name]: target.value })}
              />
            )}
            <span className="field-hint">{option.summary}</span>
          </label>
        ))}
        <Refusal text={refusal} />
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button is-primary" disabled={problem !== undefined || missing.length > 0 || isBusy}>
            Add {name}
          </button>
        </div>
      </form>
    </ModalFrame>
  );
}

function nameProblem(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return 'Give it a name: channels are written as name.channel.';
  if (/[\s.\]]/u.test(name)) return 'A name has no blanks, dots or closing brackets.';
  return taken.has(name) ? `There is already an instance ${name}.` : undefined;
}
