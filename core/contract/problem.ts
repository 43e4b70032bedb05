/** A range in a file of the show, for people and for markers: lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  /** Path relative to the show's folder with forward slashes, or absolute when it lies outside. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** What is wrong, where, and what to do about it. */
export interface Problem {
  /** Stable, kebab-case: `unknown-instance`. */
  readonly code: string;
  readonly severity: Severity;
  /** One or two plain sentences. */
  readonly message: string;
  readonly place?: Place;
  /** Another place that belongs to it: the first definition of a duplicate. */
  readonly related?: { readonly place: Place; readonly message: string };
  readonly fix?: ProblemFix;
}

/** A replacement of one range of text that would settle the problem. */
export interface ProblemFix {
  readonly title: string;
  readonly place: Place;
  readonly newText: string;
}
