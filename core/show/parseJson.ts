/** The value of a sidecar's text, or undefined when it is no JSON: the caller reports a broken file. */
export function parseJson(text: string): unknown {
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
