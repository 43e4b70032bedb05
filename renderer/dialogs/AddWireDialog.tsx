import { useId, useMemo, useState } from 'react';
import { useSession, useShow } from '../app/sessionContext.ts';
import { ModalFrame } from './ModalFrame.tsx';
import { Refusal } from './Refusal.tsx';

const maxSuggestions = 400;

interface AddWireDialogProps {
  readonly from: string;
  readonly to: string;
  onClose(): void;
}

/** A wire by its two names, ranges included: the way that needs no mouse. */
export function AddWireDialog({ from: startFrom, to: startTo, onClose }: AddWireDialogProps) {
  const { edits } = useSession();
  const view = useShow((state) => state.view);
  const channelSpecs = useShow((state) => state.channelSpecs);
  const [from, setFrom] = useState(startFrom);
  const [to, setTo] = useState(startTo);
  const [isTwoWay, setTwoWay] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const listId = useId();
  const suggestions = useMemo(() => {
    const ports = (view?.instances ?? []).flatMap(({ name, inputs, outputs }) =>
      [...inputs, ...outputs].map(({ spec }) => `${name}.${spec}`),
    );
    const known = [...channelSpecs].flatMap(([instance, specs]) => specs.slice(0, 100).map((spec) => `${instance}.${spec}`));
    return [...new Set([...ports, ...known])].slice(0, maxSuggestions);
  }, [view, channelSpecs]);
  const isComplete = [from, to].every((end) => /^[^.]*\..+$/su.test(end.trim()));
  const add = async () => {
    const direction = isTwoWay ? 'both' : 'forward';
    const answer = await edits.tryEdit([{ kind: 'addWire', from: from.trim(), to: to.trim(), direction }]);
    setRefusal(answer);
    if (answer === null) onClose();
  };
  return (
    <ModalFrame title="Add a wire" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) void add();
        }}
      >
        <label className="dialog-field">
          <span>From (instance.channel)</span>
          <input
            value={from}
            list={listId}
            spellCheck={false}
            placeholder="desk./1/fader{1..8}"
            onChange={({ target }) => setFrom(target.value)}
          />
        </label>
        <label className="dialog-field">
          <span>To</span>
          <input
            value={to}
            list={listId}
            spellCheck={false}
            placeholder="mix.handlers.level{1..8}"
            onChange={({ target }) => setTo(target.value)}
          />
        </label>
        <label className="dialog-check">
          <input type="checkbox" checked={isTwoWay} onChange={({ target }) => setTwoWay(target.checked)} /> both ways
        </label>
        <datalist id={listId}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Refusal text={refusal} />
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button is-primary" disabled={!isComplete}>
            Add wire
          </button>
        </div>
      </form>
    </ModalFrame>
  );
}
