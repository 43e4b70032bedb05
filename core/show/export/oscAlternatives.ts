/** More lines than this for one pattern were not meant to be written out. */
const maxAlternatives = 1_000;

/**
 * The patterns that an OSC pattern with lists such as `/{a,b}/x` stands for, the first list varying slowest; undefined for one without
 * a list. A member that no address can have, such as `a*`, is left out.
 */
export function alternativesOf(pattern: string): readonly string[] | undefined {
  const pieces = pattern.split(/\{([^{}]*,[^{}]*)\}/);
  if (!pattern.startsWith('/') || pieces.length === 1) return undefined;
  let texts = [''];
  for (const [index, piece] of pieces.entries()) {
    const isList = index % 2 === 1;
    const members = isList ? piece.split(',').filter((member) => !/[?*]/.test(member)) : [piece];
    texts = texts.flatMap((text) => members.map((member) => text + member));
    if (texts.length > maxAlternatives) return undefined;
  }
  return texts;
}
