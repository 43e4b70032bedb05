/** Longer lines are cut into pieces, so that a program that never ends a line can't fill the memory. */
const maxLineLength = 8_192;

/** Turns pieces of output into whole lines; what has no line end yet waits for the rest or for `flush`. */
export class LineSplitter {
  private rest = '';

  push(text: string): string[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    const whole = lines.flatMap((line) => cutLine(line.endsWith('\r') ? line.slice(0, -1) : line));
    while (this.rest.length > maxLineLength) {
      whole.push(this.rest.slice(0, maxLineLength));
      this.rest = this.rest.slice(maxLineLength);
    }
    return whole;
  }

  flush(): string[] {
    const rest = this.rest;
    this.rest = '';
    return rest === '' ? [] : [rest];
  }
}

function cutLine(line: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start === 0 || start < line.length; start += maxLineLength) pieces.push(line.slice(start, start + maxLineLength));
  return pieces;
}
