import { commonEnds } from '../base/commonEnds.ts';

/**
 * What turns one immutable value of plain data into another. Parts that say the same are left out; that they are the same objects makes
 * finding out quick. Lists are compared from both ends, so a line more among 10,000 is one item.
 */
export type ValuePatch =
  /** Another value altogether. */
  | { readonly value: unknown }
  | { readonly fields: Readonly<Record<string, ValuePatch>>; readonly gone: readonly string[] }
  /** The first `head` and the last `tail` items stay, with others between them. */
  | { readonly head: number; readonly tail: number; readonly inserted: readonly unknown[] }
  /** A list of the same length with other items at these indexes. */
  | { readonly items: readonly (readonly [index: number, patch: ValuePatch])[] };

/** Undefined when both say the same. */
export function patchBetween(before: unknown, after: unknown): ValuePatch | undefined {
  if (Object.is(before, after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return listPatch(before, after);
  if (isRecord(before) && isRecord(after)) return recordPatch(before, after);
  return { value: after };
}

/** `before` must be the value that the patch was made for; both ends get it from the same program. */
export function patched<T>(before: T, patch: ValuePatch): T {
  return afterPatch(before, patch) as T;
}

/** Whether two values of plain data say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]));
}

function afterPatch(before: unknown, patch: ValuePatch): unknown {
  if ('value' in patch) return patch.value;
  if ('fields' in patch) {
    const fields = new Map(isRecord(before) ? Object.entries(before) : []);
    for (const [name, inner] of Object.entries(patch.fields)) fields.set(name, afterPatch(fields.get(name), inner));
    for (const name of patch.gone) fields.delete(name);
    return Object.fromEntries(fields);
  }
  const list: readonly unknown[] = Array.isArray(before) ? before : [];
  if ('items' in patch) {
    const items = list.slice();
    for (const [index, inner] of patch.items) items[index] = afterPatch(items[index], inner);
    return items;
  }
  return list.slice(0, patch.head).concat(patch.inserted, list.slice(list.length - patch.tail));
}

function recordPatch(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): ValuePatch | undefined {
  const fields: [string, ValuePatch][] = [];
  for (const [name, value] of Object.entries(after)) {
    const inner = Object.hasOwn(before, name) ? patchBetween(before[name], value) : { value };
    if (inner) fields.push([name, inner]);
  }
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return fields.length + gone.length === 0 ? undefined : { fields: Object.fromEntries(fields), gone };
}

function listPatch(before: readonly unknown[], after: readonly unknown[]): ValuePatch | undefined {
  if (before.length === after.length) {
    const items: [number, ValuePatch][] = [];
    for (let index = 0; index < after.length; index++) {
      // Most items of a long list say the same, and to see that costs less than to look for a difference.
      const inner = isSame(before[index], after[index]) ? undefined : patchBetween(before[index], after[index]);
      if (inner) items.push([index, inner]);
    }
    return items.length === 0 ? undefined : { items };
  }
  const { head, tail } = commonEnds(before, after, isSame);
  return { head, tail, inserted: after.slice(head, after.length - tail) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
