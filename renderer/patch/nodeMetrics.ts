/**
 * Sizes of a node on the canvas, in flow units. The stylesheet takes them as custom properties (`metricProperties`), handles and
 * the layout are computed from them, and the meter painter draws by them: nothing is ever measured in the DOM.
 */
export const metrics = {
  nodeWidth: 236,
  /** With the coloured strip on top. */
  headerHeight: 60,
  rowHeight: 34,
  /** Baseline of the rates in the header's second line. */
  rateBaseline: 47,
  /** The row that offers a new channel. */
  plusHeight: 30,
  noteLineHeight: 18,
  notePadding: 16,
  bodyPadding: 4,
  /** Left and right of text and bar within a row. */
  inset: 14,
  barHeight: 4,
  /** From the top of a row. */
  barTop: 25,
  textBaseline: 18,
  /** Centre of a port's circle from the top of its row. */
  handleCentre: 15,
  handleSize: 14,
} as const;

/** From this zoom down, text in a node could not be read anyway: names grow instead, and the rest is left to the meters. */
export const textZoom = 0.45;

/** Text of this many characters fits into one line of a note. */
const noteCharacters = 30;
const maxNoteLines = 3;

export function noteLines(note: string): number {
  return note === '' ? 0 : Math.min(maxNoteLines, Math.ceil(note.length / noteCharacters));
}

export function rowTop(index: number): number {
  return metrics.headerHeight + metrics.bodyPadding + index * metrics.rowHeight;
}

export function nodeHeight(portCount: number, note: string): number {
  const lines = noteLines(note);
  const noteHeight = lines === 0 ? 0 : lines * metrics.noteLineHeight + metrics.notePadding;
  return rowTop(portCount) + metrics.plusHeight + noteHeight + metrics.bodyPadding;
}

export function metricProperties(): Record<string, string> {
  const px = (value: number) => `${value}px`;
  return {
    '--node-width': px(metrics.nodeWidth),
    '--header-height': px(metrics.headerHeight),
    '--row-height': px(metrics.rowHeight),
    '--plus-height': px(metrics.plusHeight),
    '--note-line-height': px(metrics.noteLineHeight),
    '--note-padding': px(metrics.notePadding / 2),
    '--body-padding': px(metrics.bodyPadding),
    '--inset': px(metrics.inset),
    '--handle-size': px(metrics.handleSize),
    '--handle-centre': px(metrics.handleCentre),
  };
}
