/** One step of a pattern: takes one character of the path, or any number of them. */
type Step =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'anyRun' }
  | { readonly kind: 'class'; readonly isNegated: boolean; readonly ranges: readonly (readonly [from: string, to: string])[] }
  | { readonly kind: 'choice'; readonly texts: readonly string[] };

/**
 * Compiles a valid pattern of OSC 1.0 ("OSC Message Dispatching and Pattern Matching"): `?` one character, `*` any run, `[a-f]`, `[!a-f]`,
 * `{one,other}`. None of them takes a slash, and the whole path must match. Matching takes time in proportion to both lengths.
 */
export function compilePattern(pattern: string): (path: string) => boolean {
  const steps = parseSteps(pattern);
  return (path) => {
    let positions = new Set([0]);
    for (const step of steps) {
      const next = new Set<number>();
      for (const position of positions) advance(step, path, position, next);
      if (next.size === 0) return false;
      positions = next;
    }
    return positions.has(path.length);
  };
}

function parseSteps(pattern: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < pattern.length) {
    const character = pattern[at] ?? '';
    const closing = character === '[' ? ']' : character === '{' ? '}' : undefined;
    const end = closing === undefined ? at : pattern.indexOf(closing, at);
    if (end < 0) throw new Error(`The pattern ${pattern} was not checked`);
    const inner = pattern.slice(at + 1, end);
    if (character === '?') steps.push({ kind: 'any' });
    else if (character === '*') steps.push({ kind: 'anyRun' });
    else if (character === '[') steps.push(parseClass(inner));
    else if (character === '{') steps.push({ kind: 'choice', texts: inner.split(',') });
    else steps.push({ kind: 'literal', text: character });
    at = end + 1;
  }
  return steps;
}

/** A minus between two characters makes a range, in either order; elsewhere it stands for itself. */
function parseClass(inner: string): Step {
  const isNegated = inner.startsWith('!');
  const text = isNegated ? inner.slice(1) : inner;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < text.length; at++) {
    const first = text[at] ?? '';
    const last = text[at + 1] === '-' ? text[at + 2] : undefined;
    if (last === undefined) {
      ranges.push([first, first]);
      continue;
    }
    ranges.push(first <= last ? [first, last] : [last, first]);
    at += 2;
  }
  return { kind: 'class', isNegated, ranges };
}

function advance(step: Step, path: string, position: number, next: Set<number>): void {
  const character = path[position];
  switch (step.kind) {
    case 'literal':
      if (character === step.text) next.add(position + 1);
      return;
    case 'any':
      if (character !== undefined && character !== '/') next.add(position + 1);
      return;
    case 'anyRun':
      // A run that an earlier position began covers the rest already.
      for (let at = position; !next.has(at); at++) {
        next.add(at);
        if (at >= path.length || path[at] === '/') return;
      }
      return;
    case 'class': {
      if (character === undefined || character === '/') return;
      const isInside = step.ranges.some(([from, to]) => character >= from && character <= to);
      if (isInside !== step.isNegated) next.add(position + 1);
      return;
    }
    case 'choice':
      for (const text of step.texts) if (path.startsWith(text, position)) next.add(position + text.length);
      return;
  }
}
