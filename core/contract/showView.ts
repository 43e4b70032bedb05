import type { Place, Problem } from './problem.ts';

/** The document as clients see it: derived from the text by the session after each edit, never edited itself. */
export interface ShowView {
  /** Grows with every change of the document. Edits carry the revision that they were made on. */
  readonly revision: number;
  /** File name without ending. */
  readonly title: string;
  /** Absolute path of the main configuration file. */
  readonly path: string;
  readonly isDirty: boolean;
  /** Why nothing can be saved here, or undefined. */
  readonly readOnlyReason?: string;
  readonly files: readonly FileView[];
  readonly instances: readonly InstanceView[];
  readonly wires: readonly WireView[];
  readonly problems: readonly Problem[];
  readonly layout: LayoutView;
}

export interface FileView {
  /** Relative to the show's folder with forward slashes; absolute when outside. */
  readonly path: string;
  readonly role: 'main' | 'include' | 'module';
  readonly isDirty: boolean;
}

export interface InstanceView {
  readonly name: string;
  readonly backend: string;
  /** False when this build does not run the backend; it is kept and saved untouched. */
  readonly isKnownBackend: boolean;
  readonly options: readonly OptionView[];
  /** Left side of the node: what the map sends to the instance, as written, in order of first use. */
  readonly inputs: readonly PortView[];
  /** Right side: what the map takes from it. */
  readonly outputs: readonly PortView[];
  readonly place: Place;
}

export interface OptionView {
  /** Among the instance's own option lines. */
  readonly index: number;
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

export interface PortView {
  /** The channel text as written in the map, ranges included: `/1/fader{1..8}`. Unique per side. */
  readonly spec: string;
  /** How many channels it names; 1 without a range. Expand with `core/show/ranges`. */
  readonly count: number;
}

/** One map line. */
export interface WireView {
  /** `from op to`, with `#2` and so on for repeated lines: stable while other lines change. */
  readonly key: string;
  readonly from: WireEnd;
  readonly to: WireEnd;
  readonly direction: 'forward' | 'both';
  readonly isMuted: boolean;
  /** Routes that it makes in one direction; 0 when the line is invalid. */
  readonly count: number;
  readonly place: Place;
}

export interface WireEnd {
  readonly instance: string;
  readonly spec: string;
}

export interface LayoutView {
  /** By instance name; those that are missing are laid out by the window. */
  readonly nodes: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
}
