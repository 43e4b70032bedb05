/** A wire as it is written: what `WireView.key` begins with. */
export function wireText(from: string, direction: 'forward' | 'both', to: string): string {
  return `${from} ${direction === 'both' ? '<>' : '>'} ${to}`;
}

/** The key of the line that is the `occurrence`-th of its text, counted from 1. */
export function wireKey(text: string, occurrence: number): string {
  return occurrence === 1 ? text : `${text} #${occurrence}`;
}
