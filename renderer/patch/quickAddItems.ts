import type { ProtocolView } from '../../core/contract/clientLink.ts';
import type { ShowView } from '../../core/contract/showView.ts';
import type { QuickAdd } from '../stores/workspaceStore.ts';

export type QuickAddItem =
  | { readonly kind: 'channel'; readonly label: string; readonly hint: string; readonly instance: string; readonly spec: string }
  | { readonly kind: 'instance'; readonly label: string; readonly hint: string; readonly instance: string }
  | { readonly kind: 'protocol'; readonly label: string; readonly hint: string; readonly backend: string };

const maxItems = 60;

/** What a wire that was dropped on empty canvas can be joined to, filtered by what is typed: channels, then instances, then new ones. */
export function quickAddItems(
  quickAdd: QuickAdd,
  typed: string,
  view: ShowView,
  channelSpecs: ReadonlyMap<string, readonly string[]>,
  protocols: readonly ProtocolView[],
): readonly QuickAddItem[] {
  const wanted = typed.trim().toLowerCase();
  const isWanted = ({ label }: QuickAddItem) => label.toLowerCase().includes(wanted);
  const typedChannel = freeChannel(typed.trim(), view);
  const channels = view.instances.flatMap((instance) => {
    const ports = quickAdd.side === 'out' ? instance.inputs : instance.outputs;
    const specs = new Set([...ports.map(({ spec }) => spec), ...(channelSpecs.get(instance.name) ?? []).slice(0, 500)]);
    return [...specs].map((spec): QuickAddItem => channelItem(instance.name, spec, 'channel'));
  });
  const others = channels.filter(
    (item) => item.kind === 'channel' && !(item.instance === quickAdd.instance && item.spec === quickAdd.spec),
  );
  const instances = view.instances.map(
    ({ name }): QuickAddItem => ({ kind: 'instance', label: `${name}. …`, hint: 'another channel of it', instance: name }),
  );
  const fresh = protocols.map(
    ({ name, title }): QuickAddItem => ({ kind: 'protocol', label: `New ${title} instance…`, hint: '', backend: name }),
  );
  const listed = [...others, ...instances, ...fresh].filter(isWanted);
  const isListed = typedChannel && listed.some((item) => item.label === typedChannel.label);
  return [...(typedChannel && !isListed ? [typedChannel] : []), ...listed].slice(0, maxItems);
}

function freeChannel(typed: string, view: ShowView): QuickAddItem | undefined {
  const dot = typed.indexOf('.');
  const instance = typed.slice(0, dot);
  if (dot < 0 || dot === typed.length - 1 || !view.instances.some(({ name }) => name === instance)) return undefined;
  return channelItem(instance, typed.slice(dot + 1), 'as typed');
}

function channelItem(instance: string, spec: string, hint: string): QuickAddItem {
  return { kind: 'channel', label: `${instance}.${spec}`, hint, instance, spec };
}
