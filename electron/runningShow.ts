import type { Disposable } from '../core/base/disposable.ts';
import type { Event } from '../core/base/emitter.ts';
import type { Result } from '../core/base/result.ts';
import type { ClientPort } from '../core/session/clients/ClientPort.ts';

/** What the shell needs to know of an open show. */
export interface RunningShow {
  /** Absolute path of the main configuration file. */
  readonly path: string;
  readonly title: string;
  readonly isDirty: boolean;
  /** Whether an engine routes events for it now, or is about to. */
  readonly isRunning: boolean;
  /** Any of the properties above changed. */
  readonly onDidChange: Event<void>;
  /** Absolute paths of its files: configuration files and modules. */
  readonly files: readonly string[];
  attachClient(port: ClientPort): Disposable;
  /** Fails with a sentence; then nothing was lost. */
  save(): Promise<Result<void, string>>;
  /** Writes the whole show, unsaved edits too, beside a new main file. This show stays with the old one. Fails with a sentence. */
  saveAs(showPath: string): Promise<Result<void, string>>;
  /** The unsaved work was thrown away on purpose: it is not offered when the show is opened again. */
  forgetUnsavedWork(): void;
  /** Stops the engine within its budget and lets the files go. */
  dispose(): Promise<void>;
}
