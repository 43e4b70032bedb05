/**
 * What the text of a show says: instances, options, wires and includes with their places, and every problem of structure.
 * Needs no knowledge of protocols; `resolve.ts` adds that.
 */
import type { Place, Problem } from '../contract/problem.ts';
import type { ShowDocument } from './loadShow.ts';
import { ModelBuilder } from './modelBuilder.ts';
import type { ChannelPattern } from './ranges.ts';
import type { TextRange } from './syntax.ts';

/** A line of a file of the document. */
export interface LineRef {
  /** Absolute path. */
  readonly file: string;
  /** Index into the lines of the file's syntax tree. */
  readonly index: number;
}

export interface OptionModel {
  readonly name: string;
  readonly value: string;
  readonly line: LineRef;
  readonly nameRange: TextRange;
  readonly valueRange: TextRange;
  readonly place: Place;
}

export interface BackendModel {
  readonly name: string;
  readonly line: LineRef;
  readonly options: readonly OptionModel[];
  readonly place: Place;
}

export interface InstanceModel {
  readonly name: string;
  readonly backend: string;
  /** The header line. */
  readonly line: LineRef;
  /** Where the name and the backend stand in the header. */
  readonly nameRange: TextRange;
  readonly backendRange: TextRange;
  /** Absolute folder of the file with the header. */
  readonly folder: string;
  /** Option lines in the order in which they are read; an included file may hold some of them. */
  readonly options: readonly OptionModel[];
  /** Of the name in the header. */
  readonly place: Place;
}

export interface WireEndModel {
  /** As written: `desk./1/fader{1..8}`. */
  readonly text: string;
  readonly instance: string;
  readonly spec: string;
  /** How many channels it names; 0 when the range in it is malformed. */
  readonly count: number;
  /** Undefined when the range in it is malformed. */
  readonly pattern: ChannelPattern | undefined;
  readonly range: TextRange;
  readonly place: Place;
}

export interface WireModel {
  /** See `WireView.key`. */
  readonly key: string;
  /** The key without its number. */
  readonly text: string;
  readonly from: WireEndModel;
  readonly to: WireEndModel;
  readonly direction: 'forward' | 'both';
  readonly isMuted: boolean;
  /** False when the structure of the line is wrong; a problem says why. */
  readonly isValid: boolean;
  readonly line: LineRef;
  /** Where the operator stands. `isReversed`: written as `to < from`. */
  readonly operatorRange: TextRange;
  readonly isReversed: boolean;
  readonly place: Place;
}

export interface IncludeModel {
  /** As written. */
  readonly include: string;
  /** Absolute path of the included file. */
  readonly path: string;
  readonly line: LineRef;
  readonly place: Place;
}

/** One `[map]` line, or the place where a file goes on with a map that another file opened. */
export interface MapRegion {
  readonly file: string;
  /** Its header, or the include line after which the map is open, or -1 when it was open before the file began. */
  readonly firstLine: number;
  /** The last line that holds a wire, a muted one included, else `firstLine`. */
  readonly lastLine: number;
  /** How many instances exist when the region begins: its wires may name only these. */
  readonly instancesBefore: number;
  /** How many wires of the show are read when it ends. */
  readonly wiresAtEnd: number;
}

export interface ShowModel {
  readonly document: ShowDocument;
  /** Absolute paths of the files that the show consists of now, main file first. */
  readonly files: readonly string[];
  /** Names are unique; later sections of the same name are problems and nothing else. */
  readonly instances: readonly InstanceModel[];
  readonly backends: readonly BackendModel[];
  readonly wires: readonly WireModel[];
  readonly includes: readonly IncludeModel[];
  readonly mapRegions: readonly MapRegion[];
  /** How often each file is read: more than once when several lines include it. */
  readonly readCounts: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** A document is immutable, so its model is made once, however many ask for it. */
const models = new WeakMap<ShowDocument, ShowModel>();

/** A previous model of the show lends what did not change; the result is the same without it. */
export function buildModel(document: ShowDocument, previous?: ShowModel): ShowModel {
  const known = models.get(document);
  if (known) return known;
  const model = new ModelBuilder(document, previous).build();
  models.set(document, model);
  return model;
}
