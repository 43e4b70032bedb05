import { fail, ok, type Result } from '../../base/result.ts';
import { displayText } from '../escapedText.ts';
import type { ConfigFile, ShowDocument } from '../loadShow.ts';
import type { InstanceModel, ShowModel, WireModel } from '../model.ts';
import { didYouMean } from '../nearestName.ts';
import type { Replacement } from './replacement.ts';

/** How many of each the show has more (or fewer) after an edit: what is compared with the text that came out. */
export interface ModelDelta {
  readonly instances?: number;
  readonly options?: number;
  readonly wires?: number;
  readonly includes?: number;
}

/** What an edit does to the text, and to the model when it does what is meant. */
export interface PlannedEdit {
  readonly replacements: readonly Replacement[];
  readonly delta: ModelDelta;
  /** Instances whose name or options change; all others must stay as they are. */
  readonly instances?: readonly string[];
  /** Names of the lines that it touches, for edits that may be done together: two of one line may not. */
  readonly touches?: readonly string[];
  /** The edit may leave problems behind that were not there: the user asked for just that. */
  readonly mayBreak?: boolean;
}

export type EditPlan = Result<PlannedEdit, string>;

/** Looks things up that an edit names; what is gone meanwhile is answered with a sentence. */
export class EditContext {
  private wiresByKey: ReadonlyMap<string, WireModel> | undefined;
  private searches = 0;

  constructor(
    readonly document: ShowDocument,
    readonly model: ShowModel,
  ) {}

  wire(key: string): Result<WireModel, string> {
    const wire = this.findWire(key);
    return wire ? ok(wire) : fail(`The map line "${displayText(key)}" is not there any more.`);
  }

  /** A few searches are cheaper than an index of all lines. */
  private findWire(key: string): WireModel | undefined {
    this.searches++;
    if (!this.wiresByKey && this.searches <= 8) return this.model.wires.find((wire) => wire.key === key);
    this.wiresByKey ??= new Map(this.model.wires.map((wire) => [wire.key, wire]));
    return this.wiresByKey.get(key);
  }

  instance(name: string): Result<InstanceModel, string> {
    const instance = this.model.instances.find((other) => other.name === name);
    if (instance) return ok(instance);
    const names = this.model.instances.map((other) => other.name);
    return fail(`There is no instance called "${displayText(name)}".${didYouMean(name, names)}`);
  }

  /** A file of the show by absolute path. */
  file(path: string): ConfigFile {
    const file = this.document.files.get(path);
    if (!file) throw new Error(`${path} is not part of the show.`);
    return file;
  }

  /** A file of the show as a client names it; the main file by default. */
  namedFile(displayPath: string | undefined): Result<ConfigFile, string> {
    if (displayPath === undefined) return ok(this.file(this.document.mainPath));
    const path = this.model.files.find((other) => other === displayPath || this.document.files.get(other)?.displayPath === displayPath);
    const file = path === undefined ? undefined : this.document.files.get(path);
    return file ? ok(file) : fail(`${displayText(displayPath)} is not a configuration file of this show.`);
  }

  /** True when several lines include the file: what is written there happens several times. */
  isShared(path: string): boolean {
    return (this.model.readCounts.get(path) ?? 0) > 1;
  }
}
