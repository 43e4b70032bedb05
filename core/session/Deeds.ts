import { fail, ok, type Result } from '../base/result.ts';
import type { EditReply, HistoryKind, PreviewReply } from '../contract/clientLink.ts';
import type { Edit } from '../contract/edit.ts';
import type { FileChangeOutcome } from '../contract/engineLink.ts';
import type { ShowDocument } from '../show/loadShow.ts';
import { relativeTo } from '../show/paths.ts';
import { contentVersion } from './files/contentVersion.ts';
import type { ShowFiles } from './files/ShowFiles.ts';
import { codeLines } from './show/codeLines.ts';
import type { ProposedEdit, ShowState } from './show/ShowState.ts';
import { type CodeChange, invertStep, type ShowStep } from './show/ShowStep.ts';

export interface DeedsOptions {
  readonly state: ShowState;
  readonly files: ShowFiles;
  /** The show has changed: run it and tell everyone. Returns the difference in words. */
  readonly onDidChange: () => readonly string[];
  /** A module has other content on disk now; resolves when the instances have taken it over or not, which may last seconds. */
  readonly onDidChangeModule: (path: string, version: string | null) => Promise<readonly FileChangeOutcome[]>;
  /** Compares what would run with what runs. */
  readonly preview: (document: ShowDocument) => PreviewReply;
}

/**
 * Everything that a person can do to the open show and undo again. The caller runs these one after the other; none of them waits
 * for the engine or for Python.
 */
export class Deeds {
  constructor(private readonly options: DeedsOptions) {}

  async edit(edits: readonly Edit[], revision: number): Promise<EditReply> {
    const proposed = this.options.state.propose(edits, revision);
    return proposed.ok ? this.takeOver(proposed.value) : refused(proposed.error);
  }

  /** Edits and writes modules, as one step. */
  async editWithCode(edits: readonly Edit[], revision: number, code: readonly CodeChange[]): Promise<EditReply> {
    const proposed = this.options.state.propose(edits, revision);
    if (!proposed.ok) return refused(proposed.error);
    const { step, title, kind } = proposed.value;
    return this.doStep({ ...step, code }, title, kind);
  }

  preview(edits: readonly Edit[], revision: number): PreviewReply {
    const proposed = this.options.state.propose(edits, revision);
    return proposed.ok ? this.options.preview(proposed.value.document) : { ok: false, message: proposed.error };
  }

  async undo(): Promise<EditReply> {
    const { history } = this.options.state;
    const entry = history.nextUndo;
    if (!entry) return refused('There is nothing to undo.');
    const done = await this.perform(invertStep(entry.step));
    if (!done.ok) return refused(`"${entry.title}" can't be undone. ${done.error}`);
    history.didUndo(entry.step);
    return this.finish(`Undo: ${entry.title}`, entry.kind);
  }

  async redo(): Promise<EditReply> {
    const { history } = this.options.state;
    const entry = history.nextRedo;
    if (!entry) return refused('There is nothing to redo.');
    const done = await this.perform(entry.step);
    if (!done.ok) return refused(`"${entry.title}" can't be done again. ${done.error}`);
    history.didRedo(entry.step);
    return this.finish(`Redo: ${entry.title}`, entry.kind);
  }

  previewVersion(id: number): PreviewReply {
    const version = this.options.state.versions.find(id);
    if (!version) return { ok: false, message: 'This version is not kept any more.' };
    return this.previewStep(this.options.state.stepTo(version.contents));
  }

  previewStep(step: ShowStep): PreviewReply {
    const { state } = this.options;
    const document = state.afterStep(step);
    if (!document.ok) return { ok: false, message: document.error };
    const preview = this.options.preview(document.value);
    if (!preview.ok) return preview;
    const code = codeLines(step.code, (path) => relativeTo(state.document.folder, path));
    return { ok: true, difference: { ...preview.difference, lines: [...preview.difference.lines, ...code] } };
  }

  async restoreVersion(id: number): Promise<EditReply> {
    const version = this.options.state.versions.find(id);
    if (!version) return refused('This version is not kept any more.');
    return this.doStep(this.options.state.stepTo(version.contents), `Restore: ${version.title}`, 'restore');
  }

  /** Brings about other contents of files as one step. */
  async doStep(step: ShowStep, title: string, kind: HistoryKind): Promise<EditReply> {
    if (step.text.length === 0 && step.code.length === 0) return { ok: true, revision: this.options.state.revision };
    const done = await this.perform(step);
    if (!done.ok) return refused(done.error);
    this.options.state.record(title, kind, step);
    return this.finish(title, kind);
  }

  /** A module was written already: records it and lets the running instances take it over. */
  recordCode(change: CodeChange, title: string): Promise<readonly FileChangeOutcome[]> {
    const { state } = this.options;
    const outcomes = this.tellModule(change);
    state.take(state.document, state.layout);
    state.record(title, 'code', { text: [], layout: undefined, code: [change] });
    this.finish(title, 'code');
    return outcomes;
  }

  private takeOver({ step, title, kind, document, layout }: ProposedEdit): EditReply {
    const { state } = this.options;
    if (step.text.length === 0 && !step.layout) return { ok: true, revision: state.revision };
    state.take(document, layout);
    state.record(title, kind, step);
    return this.finish(title, kind);
  }

  private finish(title: string, kind: HistoryKind): EditReply {
    const { state, onDidChange } = this.options;
    const { revision } = state;
    const lines = onDidChange();
    if (kind !== 'layout') state.addVersion(title, kind, lines);
    return { ok: true, revision };
  }

  /** Does a step wholly or not at all. */
  private async perform(step: ShowStep): Promise<Result<void, string>> {
    const { state } = this.options;
    const document = state.afterStep(step);
    if (!document.ok) return document;
    const written = await this.writeCode(step.code);
    if (!written.ok) return written;
    // What the instances make of it shows in their states.
    for (const change of step.code) void this.tellModule(change);
    state.take(document.value, step.layout?.after ?? state.layout);
    return ok(undefined);
  }

  private async writeCode(changes: readonly CodeChange[]): Promise<Result<void, string>> {
    const { files } = this.options;
    for (const { path, before } of changes) {
      const disk = files.read(path);
      const isAsExpected = disk.ok ? before !== null && contentVersion(disk.value) === contentVersion(before) : before === null;
      if (!isAsExpected) return fail(`"${path}" was changed by someone else meanwhile.`);
    }
    for (const [index, { path, after }] of changes.entries()) {
      const written = after === null ? await files.remove(path) : await files.write(path, after);
      if (written.ok) continue;
      for (const { path: done, before } of changes.slice(0, index))
        await (before === null ? files.remove(done) : files.write(done, before));
      return fail(written.error.message);
    }
    return ok(undefined);
  }

  private tellModule({ path, after }: CodeChange): Promise<readonly FileChangeOutcome[]> {
    return this.options.onDidChangeModule(path, after && contentVersion(after));
  }
}

function refused(message: string): EditReply {
  return { ok: false, message };
}
