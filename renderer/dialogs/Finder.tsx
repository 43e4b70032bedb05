import { useId, useMemo, useState } from 'react';
import type { Commands } from '../app/commands.ts';
import { useSession, useShow } from '../app/sessionContext.ts';
import { showInstance } from '../panels/LeftPanel.tsx';
import { showWire } from '../panels/UsedBy.tsx';
import { type FinderItem, matchItems, showItems } from './finderItems.ts';
import { ModalFrame } from './ModalFrame.tsx';

const maxShown = 40;

interface FinderProps {
  readonly mode: 'find' | 'commands';
  readonly commands: Commands;
  onClose(): void;
}

/** Type a few letters, go there or do it. */
export function Finder({ mode, commands, onClose }: FinderProps) {
  const { workspace, files } = useSession();
  const view = useShow((state) => state.view);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const items = useMemo(() => {
    const doable = commands.list.map(
      ({ id, title, keys }): FinderItem => ({ label: title, hint: keys ?? '', target: { kind: 'command', id } }),
    );
    const named = view ? showItems(view) : [];
    return mode === 'commands' ? [...doable, ...named] : named;
  }, [commands, view, mode]);
  const shown = useMemo(() => matchItems(items, typed, maxShown), [items, typed]);
  const chosen = Math.min(active, shown.length - 1);

  const choose = (item: FinderItem | undefined) => {
    if (!item) return;
    onClose();
    const { target } = item;
    if (target.kind === 'command') commands.run(target.id);
    else if (target.kind === 'instance') showInstance(workspace, target.name);
    else if (target.kind === 'wire') showWire(workspace, target.key);
    else if (target.kind === 'file') void files.open(target.path);
    else {
      showInstance(workspace, target.instance);
      workspace.setState({ selection: target });
    }
  };
  const title = mode === 'find' ? 'Find in the show' : 'Do anything';
  return (
    <ModalFrame title={title} isTitleHidden isWide onClose={onClose}>
      <input
        className="finder-input"
        value={typed}
        placeholder={mode === 'find' ? 'Instance, channel, wire, option or file' : 'What do you want to do?'}
        spellCheck={false}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        aria-label={title}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(shown[chosen]);
          else if (event.key === 'ArrowDown') setActive(Math.min(shown.length - 1, chosen + 1));
          else if (event.key === 'ArrowUp') setActive(Math.max(0, chosen - 1));
          else return;
          event.preventDefault();
        }}
      />
      <div id={listId} role="listbox" aria-label="Matches" className="finder-list">
        {shown.map((item, index) => (
          <div
            key={`${item.target.kind} ${item.label} ${item.hint}`}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={index === chosen ? 'option is-active' : 'option'}
            ref={index === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(item);
            }}
          >
            <span className="option-label">{item.label}</span>
            <span className="option-hint">{item.hint}</span>
          </div>
        ))}
        {shown.length === 0 && <div className="option is-empty">Nothing of that name.</div>}
      </div>
    </ModalFrame>
  );
}
