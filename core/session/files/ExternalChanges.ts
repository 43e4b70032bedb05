import type { Logger } from '../../base/logger.ts';
import type { EditReply, ExternalChange, PreviewReply } from '../../contract/clientLink.ts';
import { displayText } from '../../show/escapedText.ts';
import type { ConfigFile } from '../../show/loadShow.ts';
import { minimalChange } from '../../show/textChange.ts';
import type { ShowStep } from '../show/ShowStep.ts';
import { contentVersion } from './contentVersion.ts';
import type { ShowFiles } from './ShowFiles.ts';

export interface ExternalChangesOptions {
  readonly logger: Logger;
  readonly files: ShowFiles;
  readonly configFile: (path: string) => ConfigFile | undefined;
  readonly isDirty: (path: string) => boolean;
  readonly revision: () => number;
  readonly isModule: (path: string) => boolean;
  /** Takes the content of the disk over as one step that can be undone. */
  readonly merge: (step: ShowStep, title: string) => Promise<EditReply>;
  /** What would run differently after a step. */
  readonly preview: (step: ShowStep) => PreviewReply;
  readonly onDidChangeModule: (path: string, version: string | null) => void;
  /** The list of open questions has changed. */
  readonly onDidChangeOffers: () => void;
}

const answeredAlready = { ok: false, message: 'This question has been answered already.' } as const;

/**
 * Files that someone else changed: taken over when nothing unsaved stands against it, offered when it does. What is on disk is
 * never overwritten before the person has decided.
 */
export class ExternalChanges {
  private readonly offers = new Map<string, ExternalChange>();
  /** Of files that were deleted: what stood in them. As long as that is what is open, nothing unsaved stands against their coming back. */
  private readonly deleted = new Map<string, string>();

  constructor(private readonly options: ExternalChangesOptions) {}

  get open(): readonly ExternalChange[] {
    return [...this.offers.values()];
  }

  /** Compares a file with what is known of it. */
  async look(path: string): Promise<void> {
    const file = this.options.configFile(path);
    if (file) await this.lookAtConfig(path, file);
    else if (this.options.isModule(path)) this.lookAtModule(path);
  }

  preview(path: string): PreviewReply {
    const file = this.options.configFile(path);
    if (!file || !this.offers.has(path)) return answeredAlready;
    const state = this.options.files.look(path);
    if (state.kind === 'unreadable') return { ok: false, message: state.message };
    if (state.kind === 'deleted') return { ok: false, message: `${file.displayPath} was deleted: there is nothing to compare with.` };
    return this.options.preview(stepTo(file, state.kind === 'changed' ? state.bytes : file.syntax.bytes));
  }

  async resolve(path: string, choice: 'disk' | 'mine'): Promise<EditReply> {
    const file = this.options.configFile(path);
    if (!file || !this.offers.has(path)) return answeredAlready;
    const { files } = this.options;
    const state = files.look(path);
    if (state.kind === 'unreadable') return { ok: false, message: state.message };
    if (state.kind === 'changed') files.accept(path, state.version);
    if (state.kind === 'deleted') files.accept(path, null);
    this.settle(path);
    if (choice === 'disk' && state.kind === 'changed') return this.mergeBytes(file, state.bytes);
    return { ok: true, revision: this.options.revision() };
  }

  /** What was saved here has no open question any more. */
  settle(path: string): void {
    this.deleted.delete(path);
    if (this.offers.delete(path)) this.options.onDidChangeOffers();
  }

  private async lookAtConfig(path: string, file: ConfigFile): Promise<void> {
    const { files } = this.options;
    const state = files.look(path);
    if (state.kind === 'same') this.settle(path);
    else if (state.kind === 'unreadable')
      this.offer(file, 'unreadable', `It can't be read any more: ${state.message} What is open here goes on.`);
    else if (state.kind === 'deleted') {
      this.rememberDeleted(path);
      files.accept(path, null);
      this.offer(file, 'deleted', 'It was deleted. What is open here goes on and is still complete; save to write the file again.');
    } else if (this.options.isDirty(path) && this.deleted.get(path) !== contentVersion(file.syntax.bytes)) {
      const message = 'It was changed by another program while there are unsaved changes here. Choose which one to keep.';
      this.offer(file, 'changed', message, state.version);
    } else {
      files.accept(path, state.version);
      this.settle(path);
      await this.mergeBytes(file, state.bytes);
    }
  }

  private rememberDeleted(path: string): void {
    const version = this.options.files.knownVersion(path);
    if (typeof version === 'string') this.deleted.set(path, version);
  }

  private lookAtModule(path: string): void {
    const state = this.options.files.look(path);
    if (state.kind === 'changed') this.options.files.accept(path, state.version);
    else if (state.kind === 'deleted') this.options.files.accept(path, null);
    else return;
    this.options.onDidChangeModule(path, state.kind === 'changed' ? state.version : null);
  }

  private mergeBytes(file: ConfigFile, bytes: Uint8Array): Promise<EditReply> {
    return this.options.merge(stepTo(file, bytes), `${file.displayPath} was changed by another program`);
  }

  private offer(file: ConfigFile, kind: ExternalChange['kind'], message: string, version: string | null = null): void {
    const known = this.offers.get(file.path);
    if (known?.kind === kind && known.message === message && known.version === version) return;
    this.offers.set(file.path, { path: file.displayPath, kind, message, version });
    this.options.logger.log('warning', 'session', `${displayText(file.displayPath)}: ${message}`);
    this.options.onDidChangeOffers();
  }
}

function stepTo(file: ConfigFile, bytes: Uint8Array): ShowStep {
  return { text: minimalChange(file.path, file.syntax.bytes, bytes), layout: undefined, code: [] };
}
