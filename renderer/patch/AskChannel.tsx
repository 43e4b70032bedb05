import './AskChannel.css';
import { useId, useState } from 'react';
import { useSession, useShow } from '../app/sessionContext.ts';
import type { Side } from '../link/meterBus.ts';
import { usePatchActions } from './patchActions.ts';

/** Asks for the channel's name in the node where a wire was dropped. Enter takes it, Escape or leaving it empty drops the wire. */
export function AskChannel({ instance, side }: { readonly instance: string; readonly side: Side }) {
  const { workspace } = useSession();
  const patch = usePatchActions();
  const [text, setText] = useState('');
  const known = useShow(({ channelSpecs }) => channelSpecs.get(instance));
  const listId = useId();
  const finish = () => {
    if (text.trim() === '') workspace.setState({ pendingWire: null });
    else void patch.namePendingEnd(text.trim());
  };
  return (
    <form
      className="ask-channel nodrag nopan nokey"
      onSubmit={(event) => {
        event.preventDefault();
        finish();
      }}
    >
      <input
        // The wire was just dropped here: the name is the only thing to do next.
        ref={(input) => input?.focus({ preventScroll: true })}
        value={text}
        list={listId}
        aria-label={`Channel of ${instance} to wire as ${side === 'in' ? 'input' : 'output'}`}
        placeholder={side === 'in' ? 'input channel' : 'output channel'}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') workspace.setState({ pendingWire: null });
        }}
      />
      <datalist id={listId}>
        {(known ?? []).slice(0, 200).map((spec) => (
          <option key={spec} value={spec} />
        ))}
      </datalist>
    </form>
  );
}
