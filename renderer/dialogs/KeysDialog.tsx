import './KeysDialog.css';
import type { Commands } from '../app/commands.ts';
import { ModalFrame } from './ModalFrame.tsx';

const graphKeys: readonly (readonly [string, string])[] = [
  ['Arrows', 'Go to the next node in that direction'],
  ['Shift + arrows', 'Move the selected nodes'],
  ['Enter', 'Open the module of a Python node'],
  ['Double click', 'Add an instance there'],
  ['Shift + drag', 'Select a group'],
  ['Ctrl + click', 'Add to the selection'],
  ['Esc', 'Select nothing, stop what is being drawn'],
];

export function KeysDialog({ commands, onClose }: { readonly commands: Commands; onClose(): void }) {
  const everywhere = commands.list.flatMap(({ keys, title }) => (keys === undefined ? [] : [[keys, title] as const]));
  return (
    <ModalFrame title="Keys" isWide onClose={onClose}>
      <div className="key-columns">
        <KeyList title="Everywhere" keys={everywhere} />
        <KeyList title="In the graph" keys={graphKeys} />
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </ModalFrame>
  );
}

function KeyList({ title, keys }: { readonly title: string; readonly keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3 className="key-title">{title}</h3>
      <dl className="keys">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
