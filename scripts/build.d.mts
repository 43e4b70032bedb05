/** Builds the named parts of `dist/`, or all of them. */
export function buildParts(names?: readonly string[]): Promise<void>;
