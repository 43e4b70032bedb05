import { useState } from 'react';
import { useSession } from '../app/sessionContext.ts';
import type { Dialog } from '../stores/workspaceStore.ts';
import { ModalFrame } from './ModalFrame.tsx';

interface RenameChannelDialogProps {
  readonly request: Extract<Dialog, { kind: 'renameChannel' }>;
  onClose(): void;
}

/** Shows the lines of Python that name a channel, before it is renamed in the map and in the chosen modules. */
export function RenameChannelDialog({ request, onClose }: RenameChannelDialogProps) {
  const { edits, workspace } = useSession();
  const { instance, side, spec, newSpec, modules } = request;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(modules.map(({ path }) => path)));
  const toggle = (path: string) => {
    const others = new Set(chosen);
    if (!others.delete(path)) others.add(path);
    setChosen(others);
  };
  const rename = async () => {
    if (!(await edits.renameChannel(request, [...chosen]))) return;
    workspace.setState({ selection: { kind: 'port', instance, side, spec: newSpec } });
    onClose();
  };
  return (
    <ModalFrame title={`Rename ${spec} to ${newSpec}`} isWide onClose={onClose}>
      <p className="dialog-text">
        The Python of {instance} names this channel too. Ticked modules are changed and saved with the map, in one step that undo takes
        back. Names that the code puts together are not found.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        {modules.map(({ path, otherInstances, lines }) => (
          <section key={path}>
            <label className="dialog-check">
              <input type="checkbox" checked={chosen.has(path)} onChange={() => toggle(path)} />
              <span>
                {path}
                {otherInstances.length > 0 && ` (runs in ${otherInstances.join(', ')} too)`}
              </span>
            </label>
            <ul className="dialog-list mono">
              {lines.map(({ line, before, after }) => (
                <li key={line}>
                  {line}: {before.trim()}
                  <br />→ {after.trim()}
                </li>
              ))}
            </ul>
          </section>
        ))}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button is-primary">
            {chosen.size === 0 ? 'Rename in the map only' : 'Rename'}
          </button>
        </div>
      </form>
    </ModalFrame>
  );
}
