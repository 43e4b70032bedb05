const patternCharacters = '?[]{}*';

/**
 * Checks an OSC address (OSC 1.0, "OSC Address Spaces"): printable ASCII that starts with a slash, without blank, `#`, `,` and, unless
 * it is a pattern, `?[]{}*`. Undefined when it is valid, else a sentence.
 */
export function checkAddress(address: string, kind: 'address' | 'pattern'): string | undefined {
  if (!address.startsWith('/')) return `"${address}" must start with a slash, such as "/fader".`;
  let open: '[' | '{' | undefined;
  for (const character of address) {
    if (character === ',' && open === '{' && kind === 'pattern') continue;
    if (character <= ' ' || character > '~' || character === '#' || character === ',') return illegal(address, character);
    if (!patternCharacters.includes(character)) {
      if (character === '/' && open) return `"${address}" has a slash between ${open} and its end; a pattern can't cross parts.`;
      continue;
    }
    if (kind === 'address') return illegal(address, character);
    if (character === '[' || character === '{') {
      if (open) return `"${address}" has ${character} inside ${open}; patterns can't be nested.`;
      open = character;
    } else if ((character === ']' && open === '[') || (character === '}' && open === '{')) {
      open = undefined;
    }
  }
  return open ? `"${address}" has ${open} without its end.` : undefined;
}

/** Splits `/xy:1` at its last colon. What follows is read as C reads a whole number, in 32 bits; without any it is 0. */
export function splitParameter(spec: string): { readonly path: string; readonly parameter: number; readonly isOdd: boolean } {
  const colon = spec.lastIndexOf(':');
  if (colon < 0) return { path: spec, parameter: 0, isOdd: false };
  const text = spec.slice(colon + 1);
  const digits = /^[+-]?[0-9]+/.exec(text)?.[0];
  return { path: spec.slice(0, colon), parameter: Number(digits ?? 0) >>> 0, isOdd: digits !== text };
}

function illegal(address: string, character: string): string {
  return `"${address}" has ${character === ' ' ? 'a blank' : `"${character}"`}, which an OSC address can't have.`;
}
