import type { Clock } from '../../base/clock.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { HistoryKind } from '../../contract/clientLink.ts';
import type { Edit } from '../../contract/edit.ts';
import type { RunSettings } from '../../contract/plan.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ProtocolCatalog } from '../../contract/protocol.ts';
import type { LayoutView } from '../../contract/showView.ts';
import { applyChanges, type ConfigFile, type ReadFile, type ShowDocument } from '../../show/loadShow.ts';
import type { ShowModel } from '../../show/model.ts';
import type { Override } from '../../show/overrides.ts';
import { minimalChange } from '../../show/textChange.ts';
import { contentVersion } from '../files/contentVersion.ts';
import { History } from '../history/History.ts';
import { type ShowContents, VersionList } from '../history/VersionList.ts';
import { editShow } from './editShow.ts';
import { editTitle } from './editTitle.ts';
import { type EvaluatedShow, evaluateShow } from './evaluateShow.ts';
import { type ShowStep, stepSizeBytes } from './ShowStep.ts';
import { staleEditReason } from './staleEdits.ts';

/** How far back a client's revision may lie to be compared with what is now. */
const maxRememberedRevisions = 64;

export interface ShowSettings {
  readonly values: RunSettings;
  /** False: there is no file, these are the defaults. */
  readonly isFromFile: boolean;
  /** What the file says that is no setting. */
  readonly problems: readonly Problem[];
}

export interface ShowStateOptions {
  readonly clock: Clock;
  readonly catalog: ProtocolCatalog;
  readonly overrides: readonly Override[];
  /** Of the sidecar, as it was when the show was opened. */
  readonly settings: ShowSettings;
  /** Of the layout sidecar. */
  readonly furtherProblems: readonly Problem[];
  readonly readModule: ReadFile;
  /** The content of a file on disk that this session has seen; null when there is none. */
  readonly savedVersion: (path: string) => string | null | undefined;
}

/** An edit that was computed but not taken over yet. */
export interface ProposedEdit {
  readonly title: string;
  readonly kind: HistoryKind;
  readonly step: ShowStep;
  readonly document: ShowDocument;
  readonly layout: LayoutView;
}

/** The document with its revision, layout, history and versions, and all that follows from it. Knows neither disk nor engine. */
export class ShowState {
  readonly history = new History<ShowStep>();
  readonly versions = new VersionList();
  private readonly seenModels = new Map<number, ShowModel>();
  private readonly fileVersions = new WeakMap<ConfigFile, string>();
  private currentRevision = 1;
  private currentSettings: ShowSettings;
  private current: EvaluatedShow;

  constructor(
    private readonly options: ShowStateOptions,
    document: ShowDocument,
    private currentLayout: LayoutView,
  ) {
    this.currentSettings = options.settings;
    this.current = this.evaluate(document);
    this.addVersion('Opened', 'open', []);
  }

  get revision(): number {
    return this.currentRevision;
  }

  get evaluated(): EvaluatedShow {
    return this.current;
  }

  get document(): ShowDocument {
    return this.current.document;
  }

  get settings(): ShowSettings {
    return this.currentSettings;
  }

  get layout(): LayoutView {
    return this.currentLayout;
  }

  /** Computes an edit on the newest revision, or says why it does not fit there. */
  propose(edits: readonly Edit[], revision: number): Result<ProposedEdit, string> {
    if (revision > this.currentRevision) return fail('This revision does not exist; reload the window.');
    if (revision !== this.currentRevision) {
      const seen = this.seenModels.get(revision);
      for (const edit of edits) {
        const reason = staleEditReason(edit, seen, this.current.model);
        if (reason) return fail(reason);
      }
    }
    const edited = editShow(this.document, this.currentLayout, edits);
    if (!edited.ok) return edited;
    const { document, layout, changes } = edited.value;
    const isLayoutChanged = layout !== this.currentLayout;
    const step: ShowStep = { text: changes, layout: isLayoutChanged ? { before: this.currentLayout, after: layout } : undefined, code: [] };
    return ok({ title: editTitle(edits), kind: changes.length > 0 ? 'patch' : 'layout', step, document, layout });
  }

  /** The document after a step's changes of text. */
  afterStep(step: ShowStep): Result<ShowDocument, string> {
    return step.text.length === 0 ? ok(this.document) : applyChanges(this.document, step.text);
  }

  /** What would run with another document. */
  evaluate(document: ShowDocument): EvaluatedShow {
    const { values, problems } = this.currentSettings;
    const furtherProblems = [...this.options.furtherProblems, ...problems];
    return evaluateShow(document, { ...this.options, settings: values, furtherProblems, revision: this.currentRevision });
  }

  /** Takes a new document and layout over as a new revision. */
  take(document: ShowDocument, layout: LayoutView): void {
    this.seenModels.set(this.currentRevision, this.current.model);
    this.seenModels.delete(this.currentRevision - maxRememberedRevisions);
    this.currentRevision++;
    this.currentLayout = layout;
    this.current = this.evaluate(document);
  }

  /** Other run settings count from the next revision on. They are no part of the document: no undo takes them back. */
  takeSettings(settings: ShowSettings): void {
    this.currentSettings = settings;
    this.take(this.document, this.layout);
  }

  /** Records what was just taken over, so that it can be undone. */
  record(title: string, kind: HistoryKind, step: ShowStep): void {
    this.history.push({ title, kind, step, sizeBytes: stepSizeBytes(step) });
  }

  addVersion(title: string, kind: HistoryKind, lines: readonly string[]): void {
    this.versions.add({ wallMs: this.options.clock.wallMs(), title, kind, lines, contents: this.contents() });
  }

  /** All files of the show as they are open here; modules as they are on disk. */
  contents(): ShowContents {
    const contents = new Map<string, Uint8Array>();
    for (const file of this.configFiles()) contents.set(file.path, file.syntax.bytes);
    for (const path of this.current.modulePaths) {
      const bytes = this.options.readModule(path);
      if (bytes.ok) contents.set(path, bytes.value);
    }
    return contents;
  }

  /** The step that leads from what is open to other contents. Files that the contents don't name stay. */
  stepTo(contents: ShowContents): ShowStep {
    const text = [...contents].flatMap(([path, bytes]) => {
      const open = this.document.files.get(path);
      return open ? minimalChange(path, open.syntax.bytes, bytes) : [];
    });
    const code = [...contents].flatMap(([path, after]) => {
      if (this.document.files.has(path)) return [];
      const read = this.options.readModule(path);
      const before = read.ok ? read.value : null;
      return before && contentVersion(before) === contentVersion(after) ? [] : [{ path, before, after }];
    });
    return { text, layout: undefined, code };
  }

  /** The files that the show consists of now, those that could be read. */
  configFiles(): readonly ConfigFile[] {
    return this.current.model.files
      .map((path) => this.document.files.get(path))
      .filter((file): file is ConfigFile => file !== undefined && (file.readProblem === undefined || file.syntax.bytes.length > 0));
  }

  dirtyFiles(): readonly ConfigFile[] {
    return this.configFiles().filter((file) => this.versionOf(file) !== this.options.savedVersion(file.path));
  }

  /** The content of a file on disk that this session has seen; null when there is none. */
  diskVersion(path: string): string | null | undefined {
    return this.options.savedVersion(path);
  }

  private versionOf(file: ConfigFile): string {
    const version = this.fileVersions.get(file) ?? contentVersion(file.syntax.bytes);
    this.fileVersions.set(file, version);
    return version;
  }
}
