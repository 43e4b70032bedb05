import { useId, useState } from 'react';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import type { QuickAdd } from '../stores/workspaceStore.ts';
import { usePatchActions } from './patchActions.ts';
import { type QuickAddItem, quickAddItems } from './quickAddItems.ts';

/** Opens where a wire was dropped on empty canvas: choose or type what it goes to. */
export function QuickAddList() {
  const quickAdd = useWorkspace((state) => state.quickAdd);
  return quickAdd && <OpenList key={`${quickAdd.x} ${quickAdd.y}`} quickAdd={quickAdd} />;
}

function OpenList({ quickAdd }: { readonly quickAdd: QuickAdd }) {
  const { workspace } = useSession();
  const patch = usePatchActions();
  const view = useShow((state) => state.view);
  const channelSpecs = useShow((state) => state.channelSpecs);
  const protocols = useShow((state) => state.protocols);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  if (!view) return null;
  const items = quickAddItems(quickAdd, typed, view, channelSpecs, protocols);
  const chosen = Math.min(active, items.length - 1);

  const choose = (item: QuickAddItem | undefined) => {
    if (item?.kind === 'channel') void patch.finishQuickAdd(quickAdd, item);
    else if (item?.kind === 'instance') void patch.finishQuickAdd(quickAdd, { instance: item.instance, spec: null });
    else if (item)
      workspace.setState({
        quickAdd: null,
        dialog: { kind: 'addInstance', backend: item.backend, canvas: quickAdd.canvas, wireTo: quickAdd },
      });
  };
  const end = `${quickAdd.instance}.${quickAdd.spec}`;
  return (
    <div className="quick-add nokey" style={{ left: quickAdd.x, top: quickAdd.y }} role="dialog" aria-label={`Wire ${end}`}>
      <div className="quick-add-title">{quickAdd.side === 'out' ? `${end} →` : `→ ${end}`}</div>
      <input
        // Opened by a drop: typing starts here.
        ref={(input) => input?.focus({ preventScroll: true })}
        value={typed}
        placeholder="instance.channel, or choose"
        spellCheck={false}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={`${listId}-${chosen}`}
        aria-label="Channel to join"
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') workspace.setState({ quickAdd: null });
          else if (event.key === 'Enter') choose(items[chosen]);
          else if (event.key === 'ArrowDown') setActive(Math.min(items.length - 1, chosen + 1));
          else if (event.key === 'ArrowUp') setActive(Math.max(0, chosen - 1));
          else return;
          event.preventDefault();
        }}
      />
      <div id={listId} role="listbox" aria-label="Matches" className="quick-add-list nowheel">
        {items.map((item, index) => (
          <div
            key={item.label}
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
        {items.length === 0 && <div className="option is-empty">Nothing of that name. Write instance.channel.</div>}
      </div>
    </div>
  );
}
