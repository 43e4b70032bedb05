import type { Place } from '../contract/problem.ts';
import { decodeEscaped, encodeEscaped } from './escapedText.ts';
import type { ConfigFile } from './loadShow.ts';
import type { WireEndModel } from './model.ts';
import { visibleStart } from './places.ts';
import { type ChannelPattern, parsePattern, plainPattern } from './ranges.ts';
import type { TextRange } from './syntax.ts';

/** V8 copies slices up to this length. */
const maxCopiedSlice = 12;

/**
 * One end of a map line, split at its first dot; undefined without one. A long slice of a text holds the whole text in memory, which ends
 * that later revisions take over must not: `isCopied` gives them a text of their own.
 */
export function readWireEnd(file: ConfigFile, index: number, range: TextRange, isCopied: boolean): WireEndModel | undefined {
  const slice = file.syntax.text.slice(range.start, range.end);
  const dot = slice.indexOf('.');
  if (dot < 0) return undefined;
  const text = isCopied && slice.length > maxCopiedSlice ? decodeEscaped(encodeEscaped(slice)) : slice;
  return new WireEnd(text, dot, range, file.displayPath, index, visibleStart(file, index));
}

/** Patterns and places are made when they are asked for: most of the ends of a large show never are. */
class WireEnd implements WireEndModel {
  readonly instance: string;
  readonly spec: string;
  readonly count: number;
  private ownPattern: ChannelPattern | undefined;

  constructor(
    readonly text: string,
    dot: number,
    readonly range: TextRange,
    // Not the file itself: a wire outlives the revision that it was read in.
    private readonly file: string,
    private readonly index: number,
    private readonly lineStart: number,
  ) {
    this.instance = text.slice(0, dot);
    this.spec = text.slice(dot + 1);
    if (this.spec.includes('{')) {
      const parsed = parsePattern(this.spec);
      if (parsed.ok) this.ownPattern = parsed.value;
      this.count = parsed.ok ? parsed.value.count : 0;
    } else this.count = 1;
  }

  get pattern(): ChannelPattern | undefined {
    if (this.count > 0) this.ownPattern ??= plainPattern(this.spec);
    return this.ownPattern;
  }

  get place(): Place {
    const { file, index, lineStart, range } = this;
    const line = index + 1;
    return { file, line, column: range.start - lineStart + 1, endLine: line, endColumn: range.end - lineStart + 1 };
  }
}
