/**
 * The model seen by the protocols: settings with overrides, parsed instances, and every map line as routes between channels.
 * Everything that can't run is left out here and its problem noted; compile and lint both work on the result.
 */
import type { ProtocolCatalog } from '../contract/protocol.ts';
import type { ShowModel } from './model.ts';
import type { Override } from './overrides.ts';
import { type ResolvedShow, resolveModel } from './showResolver.ts';

interface Memo {
  readonly catalog: ProtocolCatalog;
  readonly overrides: readonly Override[];
  readonly resolved: ResolvedShow;
}

/** A model is immutable, so what was found out about it stays true; lint and compile of one revision share it. */
const memos = new WeakMap<ShowModel, Memo>();

export function resolveShow(model: ShowModel, catalog: ProtocolCatalog, overrides: readonly Override[]): ResolvedShow {
  const memo = memos.get(model);
  if (memo && memo.catalog === catalog && sameOverrides(memo.overrides, overrides)) return memo.resolved;
  const resolved = resolveModel(model, catalog, overrides, 'strict');
  memos.set(model, { catalog, overrides, resolved });
  return resolved;
}

/** The show as if the refused options of its instances were not there: one slip hides no other. For lint alone. */
export function resolveLeniently(model: ShowModel, catalog: ProtocolCatalog, overrides: readonly Override[]): ResolvedShow {
  const strict = resolveShow(model, catalog, overrides);
  return strict.instances.length === model.instances.length ? strict : resolveModel(model, catalog, overrides, 'lenient');
}

function sameOverrides(a: readonly Override[], b: readonly Override[]): boolean {
  return a === b || (a.length === b.length && JSON.stringify(a) === JSON.stringify(b));
}
