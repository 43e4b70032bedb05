import fc from 'fast-check';
import { type Edit, editSchema } from '../../contract/edit.ts';
import type { ShowModel } from '../model.ts';

/** Numbers that choose an edit of any kind for whatever show there is. */
export const randomPicks = fc.record({
  kind: fc.constantFrom(...editSchema.options.map((option) => option.shape.kind.value)),
  picks: fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000)),
  text: fc.constantFrom('new', '1', '/f{1..3}', '{red,green,blue}', 'x.y', '{1..', 'é'),
  isForward: fc.boolean(),
});
export type RandomPick = typeof randomPicks extends fc.Arbitrary<infer T> ? T : never;

/** An edit that names what the show has, mostly: some will be refused. */
export function editFor(model: ShowModel, { kind, picks, text, isForward }: RandomPick): Edit {
  const [first, second, third] = picks;
  const instance = at(model.instances, first)?.name ?? 'none';
  const other = at(model.instances, second)?.name ?? 'none';
  const key = at(model.wires, first)?.key ?? 'none';
  const otherKey = at(model.wires, second)?.key ?? 'none';
  const spec = at(model.wires, third)?.to.spec ?? 'none';
  const direction = isForward ? 'forward' : 'both';
  const file = at(model.files, third) ?? model.document.mainPath;
  switch (kind) {
    case 'addInstance':
      return { kind, backend: isForward ? 'loopback' : 'dimmer', name: `n${first}`, options: [] };
    case 'removeInstance':
      return { kind, name: instance };
    case 'renameInstance':
      return { kind, name: instance, newName: `r${first}` };
    case 'moveInstance':
      return { kind, name: instance, before: isForward ? other : null };
    case 'setOption':
      return { kind, instance, index: isForward ? null : second % 3, option: 'k', value: text };
    case 'removeOption':
      return { kind, instance, index: second % 3 };
    case 'addWire':
      return { kind, from: `${instance}.${text}`, to: `${other}.${isForward ? spec : text}`, direction };
    case 'removeWire':
      return { kind, key };
    case 'changeWire':
      return { kind, key, from: `${instance}.${text}`, direction };
    case 'muteWire':
      return { kind, key, isMuted: isForward };
    case 'moveWire':
      return { kind, key, before: isForward ? otherKey : null };
    case 'foldWires':
      return { kind, keys: isForward ? seriesKeys(model) : [key, otherKey] };
    case 'unfoldWire':
      return { kind, key };
    case 'addInclude':
      return { kind, include: isForward ? 'more.cfg' : 'gone.cfg' };
    case 'removeInclude':
      return { kind, include: at(model.includes, first)?.include ?? 'none' };
    case 'renameChannel':
      return { kind, instance, spec, newSpec: text };
    case 'replaceText':
      return { kind, file, text: mangled(model.document.files.get(file)?.syntax.text ?? '', first, second, text) };
    case 'placeNodes':
      return { kind, nodes: { [instance]: { x: first, y: second } } };
  }
}

/** The lines of a series that `randomShow` writes. */
function seriesKeys(model: ShowModel): string[] {
  const keys = model.wires.flatMap(({ key, from }) => (/^s\d$/.test(from.spec) ? [key] : []));
  return keys.length > 1 ? keys : ['none', 'none'];
}

function at<T>(items: readonly T[], pick: number): T | undefined {
  return items.length === 0 ? undefined : items[pick % items.length];
}

/** The text with one line duplicated, taken out or replaced. */
function mangled(text: string, pick: number, way: number, word: string): string {
  const lines = text.split('\n');
  const index = pick % lines.length;
  const line = lines[index] ?? '';
  return lines.toSpliced(index, 1, ...([[line, line], [], [word], ['[map]', line], [`a.${word} > b.${word}`]][way % 5] ?? [])).join('\n');
}
