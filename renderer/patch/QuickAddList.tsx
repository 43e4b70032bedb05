import './QuickAddList.css';
import { useState } from 'react';
import { useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import type { QuickAdd } from '../stores/workspaceStore.ts';
import { SearchList } from '../ui/SearchList.tsx';
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
  if (!view) return null;
  const items = quickAddItems(quickAdd, typed, view, channelSpecs, protocols);

  const choose = (item: QuickAddItem) => {
    if (item.kind === 'channel') void patch.finishQuickAdd(quickAdd, item);
    else if (item.kind === 'instance') void patch.finishQuickAdd(quickAdd, { instance: item.instance, spec: null });
    else
      workspace.setState({
        quickAdd: null,
        dialog: { kind: 'addInstance', backend: item.backend, canvas: quickAdd.canvas, wireTo: quickAdd },
      });
  };
  const end = `${quickAdd.instance}.${quickAdd.spec}`;
  return (
    <div
      className="quick-add nokey"
      style={{ '--x': `${quickAdd.x}px`, '--y': `${quickAdd.y}px` }}
      role="dialog"
      aria-label={`Wire ${end}`}
    >
      <div className="quick-add-title">{quickAdd.side === 'out' ? `${end} →` : `→ ${end}`}</div>
      <SearchList
        // Opened by a drop: typing starts here.
        inputRef={(input) => input?.focus({ preventScroll: true })}
        label="Channel to join"
        placeholder="instance.channel, or choose"
        typed={typed}
        items={items}
        emptyText="Nothing of that name. Write instance.channel."
        listClassName="quick-add-list nowheel"
        onType={setTyped}
        onChoose={choose}
        onCancel={() => workspace.setState({ quickAdd: null })}
      />
    </div>
  );
}
