import type { ProtocolView } from '../../core/contract/clientLink.ts';
import type { ShowView } from '../../core/contract/showView.ts';

export type FinderTarget =
  | { readonly kind: 'command'; readonly id: string }
  | { readonly kind: 'instance'; readonly name: string }
  | { readonly kind: 'port'; readonly instance: string; readonly side: 'in' | 'out'; readonly spec: string }
  | { readonly kind: 'wire'; readonly key: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'protocol'; readonly name: string };

export interface FinderItem {
  readonly label: string;
  readonly hint: string;
  readonly target: FinderTarget;
}

/** A way to add an instance of each protocol. */
export function protocolItems(protocols: readonly Pick<ProtocolView, 'name' | 'title'>[]): readonly FinderItem[] {
  return protocols.map(({ name, title }) => ({ label: `Add an instance: ${title}`, hint: '', target: { kind: 'protocol', name } }));
}

/** Everything in the show that has a name. */
export function showItems(view: ShowView): readonly FinderItem[] {
  const instances = view.instances.map(
    ({ name, backend }): FinderItem => ({ label: name, hint: backend, target: { kind: 'instance', name } }),
  );
  const ports = view.instances.flatMap(({ name, inputs, outputs }) => [
    ...inputs.map(
      ({ spec }): FinderItem => ({ label: `${name}.${spec}`, hint: 'input', target: { kind: 'port', instance: name, side: 'in', spec } }),
    ),
    ...outputs.map(
      ({ spec }): FinderItem => ({ label: `${name}.${spec}`, hint: 'output', target: { kind: 'port', instance: name, side: 'out', spec } }),
    ),
  ]);
  const options = view.instances.flatMap(({ name, options: own }) =>
    own.map(
      (option): FinderItem => ({
        label: `${option.name} = ${option.value}`,
        hint: `option of ${name}`,
        target: { kind: 'instance', name },
      }),
    ),
  );
  const wires = view.wires.map(
    ({ key, from, to, direction }): FinderItem => ({
      label: `${from.instance}.${from.spec} ${direction === 'both' ? '⇄' : '→'} ${to.instance}.${to.spec}`,
      hint: 'wire',
      target: { kind: 'wire', key },
    }),
  );
  const files = view.files.map(
    ({ path, role }): FinderItem => ({ label: path, hint: role === 'module' ? 'Python' : 'configuration', target: { kind: 'file', path } }),
  );
  return [...instances, ...files, ...ports, ...options, ...wires];
}

/** Items that hold all typed words, those that begin with the text first. */
export function matchItems(items: readonly FinderItem[], typed: string, limit: number): readonly FinderItem[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const scored = items.flatMap((item) => {
    const label = item.label.toLowerCase();
    const text = `${label} ${item.hint.toLowerCase()}`;
    if (!words.every((word) => text.includes(word))) return [];
    return [{ item, score: words[0] !== undefined && label.startsWith(words[0]) ? 0 : 1 }];
  });
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, limit)
    .map(({ item }) => item);
}
