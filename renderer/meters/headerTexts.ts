import type { ShowState } from '../stores/showStore.ts';
import { windowStaleness } from '../stores/staleness.ts';

/** What stands at the right of each node's header: events per second in and out, or the state when it isn't live; nothing while nobody knows. */
export function headerTexts(state: Pick<ShowState, 'statuses' | 'rates' | 'link' | 'engine'>): ReadonlyMap<string, string> {
  const { statuses, rates } = state;
  const texts = new Map<string, string>();
  if (windowStaleness(state) !== undefined) return texts;
  for (const [instance, status] of statuses) {
    const rate = rates.perInstance.get(instance);
    texts.set(instance, status.phase === 'live' ? rateText(rate?.in ?? 0, rate?.out ?? 0) : status.phase);
  }
  return texts;
}

function rateText(into: number, out: number): string {
  const parts = [...(into >= 0.5 ? [`↓${formatRate(into)}`] : []), ...(out >= 0.5 ? [`↑${formatRate(out)}`] : [])];
  return parts.length > 0 ? `${parts.join(' ')}/s` : '';
}

/** At most four characters: 7, 640, 12k, 3.4M. */
export function formatRate(perSecond: number): string {
  if (perSecond < 1_000) return String(Math.round(perSecond));
  if (perSecond < 10_000) return `${(perSecond / 1_000).toFixed(1)}k`;
  if (perSecond < 1_000_000) return `${Math.round(perSecond / 1_000)}k`;
  return `${(perSecond / 1_000_000).toFixed(1)}M`;
}
