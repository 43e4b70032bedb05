import './Finder.css';
import { useMemo, useState } from 'react';
import type { Commands } from '../app/commands.ts';
import { useSession, useShow } from '../app/sessionContext.ts';
import { showWire } from '../panels/UsedBy.tsx';
import { showInstance, showPort } from '../stores/showInGraph.ts';
import type { Dialog, FinderMode } from '../stores/workspaceStore.ts';
import { SearchList } from '../ui/SearchList.tsx';
import { type FinderItem, matchItems, protocolItems, showItems } from './finderItems.ts';
import { ModalFrame } from './ModalFrame.tsx';

const maxShown = 40;

interface FinderProps {
  readonly request: Extract<Dialog, { kind: 'finder' }>;
  readonly commands: Commands;
  onClose(): void;
}

const texts: Readonly<Record<FinderMode, { readonly title: string; readonly placeholder: string }>> = {
  find: { title: 'Find in the show', placeholder: 'Instance, channel, wire, option or file' },
  commands: { title: 'Do anything', placeholder: 'What do you want to do?' },
  add: { title: 'Add an instance', placeholder: 'Protocol of the new instance' },
};

/** Type a few letters, go there or do it. */
export function Finder({ request, commands, onClose }: FinderProps) {
  const { mode, canvas } = request;
  const { workspace, files } = useSession();
  const view = useShow((state) => state.view);
  const protocols = useShow((state) => state.protocols);
  const [typed, setTyped] = useState('');
  const items = useMemo(() => {
    const doable = commands.list.map(
      ({ id, title, keys }): FinderItem => ({ label: title, hint: keys ?? '', target: { kind: 'command', id } }),
    );
    if (mode === 'add') return protocolItems(protocols);
    const named = view ? showItems(view) : [];
    return mode === 'commands' ? [...doable, ...protocolItems(protocols), ...named] : named;
  }, [commands, view, mode, protocols]);
  const shown = useMemo(() => matchItems(items, typed, maxShown), [items, typed]);

  const choose = (item: FinderItem) => {
    onClose();
    const { target } = item;
    if (target.kind === 'command') commands.run(target.id);
    else if (target.kind === 'protocol')
      workspace.setState({ dialog: { kind: 'addInstance', backend: target.name, ...(canvas && { canvas }) } });
    else if (target.kind === 'instance') showInstance(workspace, target.name);
    else if (target.kind === 'wire') showWire(workspace, target.key);
    else if (target.kind === 'file') void files.open(target.path);
    else showPort(workspace, target.instance, target.side, target.spec);
  };
  const { title, placeholder } = texts[mode];
  return (
    <ModalFrame title={title} isTitleHidden isWide onClose={onClose}>
      <SearchList
        label={title}
        placeholder={placeholder}
        typed={typed}
        items={shown}
        emptyText="Nothing of that name."
        inputClassName="finder-input"
        listClassName="finder-list"
        onType={setTyped}
        onChoose={choose}
      />
    </ModalFrame>
  );
}
