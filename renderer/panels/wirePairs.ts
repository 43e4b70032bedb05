import type { WireView } from '../../core/contract/showView.ts';
import { channelAt, parsePattern } from '../../core/show/ranges.ts';

/** The first routes that a map line makes: ranges go pairwise, a single channel goes with each of the other side. */
export function wirePairs(wire: WireView, limit: number): readonly { readonly from: string; readonly to: string }[] {
  const from = parsePattern(wire.from.spec);
  const to = parsePattern(wire.to.spec);
  if (wire.count === 0 || !from.ok || !to.ok) return [];
  const count = Math.min(limit, wire.count, Math.max(from.value.count, to.value.count));
  return Array.from({ length: count }, (_, index) => ({
    from: channelAt(from.value, from.value.count === 1 ? 0 : index),
    to: channelAt(to.value, to.value.count === 1 ? 0 : index),
  }));
}
