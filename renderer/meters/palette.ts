/** Colours of the canvas, read from the same tokens as the stylesheet, once per theme. */
export interface Palette {
  readonly track: string;
  readonly text: string;
  readonly faint: string;
  readonly fail: string;
  readonly chip: string;
  readonly font: string;
  /** Colour of a protocol. */
  of(backend: string): string;
}

export function readPalette(root: Element): Palette {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const colours = new Map<string, string>();
  const other = token('--protocol-other');
  return {
    track: token('--track'),
    text: token('--text'),
    faint: token('--muted'),
    fail: token('--fail'),
    chip: token('--raised'),
    font: token('--mono-family'),
    of(backend) {
      const known = colours.get(backend);
      if (known !== undefined) return known;
      const colour = (isPlainName(backend) && token(`--protocol-${backend}`)) || other;
      colours.set(backend, colour);
      return colour;
    },
  };
}

/** For stylesheets: the colour of a protocol, or the common one for a name that can't be part of a property. */
export function protocolColour(backend: string): string {
  return isPlainName(backend) ? `var(--protocol-${backend}, var(--protocol-other))` : 'var(--protocol-other)';
}

function isPlainName(backend: string): boolean {
  return /^[a-z0-9-]+$/i.test(backend);
}
