/** A wire as it is written: what `WireView.key` begins with. */
export function wireText(from: string, direction: 'forward' | 'both', to: string): string {
  return `${from} ${direction === 'both' ? '<>' : '>'} ${to}`;
}

/** The key of the line that is the `occurrence`-th of its text, counted from 1. */
export function wireKey(text: string, occurrence: number): string {
  return occurrence === 1 ? text : `${text} #${occurrence}`;
}

export interface WireParts {
  readonly key: string;
  /** `instance.spec`, as written. */
  readonly from: string;
  readonly to: string;
}

/** The two ends of a key. */
export function parseWireKey(key: string): WireParts {
  const match = /^(.*?) <?> (.*?)( #\d+)?$/s.exec(key);
  return { key, from: match?.[1] ?? key, to: match?.[2] ?? key };
}
