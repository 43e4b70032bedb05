import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FileChangeOutcome } from '../../core/contract/engineLink.ts';

/** One file in the editor. The text that is being typed lives in the editor; this holds what was read and what became of it. */
export interface OpenFile {
  readonly path: string;
  readonly kind: 'module' | 'config';
  readonly load: 'loading' | 'ready' | 'failed';
  /** Why it can't be shown. */
  readonly failure: string;
  /** As last read or saved; the editor shows it again when `textStamp` grows. */
  readonly text: string;
  readonly textStamp: number;
  /** Unsaved text to start with instead, from a session that ended badly. */
  readonly draft: string | null;
  /** Names the content that `text` is; sent back when saving. */
  readonly version: string;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  /** The file has other content now than what is being edited; a sentence that says what to do. */
  readonly conflict: string | null;
  /** Why it could not be written the last time: no permission, a full disk. */
  readonly saveFailure: string | null;
  readonly lastSave: { readonly wallMs: number; readonly outcomes: readonly FileChangeOutcome[] } | null;
}

export interface JumpTarget {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface CodeState {
  readonly files: ReadonlyMap<string, OpenFile>;
  readonly active: string | null;
  /** The editor goes there once it sees a new object. */
  readonly jump: JumpTarget | null;
  /** The editor has the keyboard. */
  readonly isFocused: boolean;
  /** Grows when something outside of the editor asks it to save what it shows. */
  readonly saveRequests: number;
}

export type CodeStore = StoreApi<CodeState>;

export function createCodeStore(): CodeStore {
  return createStore<CodeState>(() => ({ files: new Map(), active: null, jump: null, isFocused: false, saveRequests: 0 }));
}

export function emptyFile(path: string, kind: OpenFile['kind']): OpenFile {
  return {
    path,
    kind,
    load: 'loading',
    failure: '',
    text: '',
    textStamp: 0,
    draft: null,
    version: '',
    isDirty: false,
    isSaving: false,
    conflict: null,
    saveFailure: null,
    lastSave: null,
  };
}

/** Changes one open file; a file that was closed meanwhile stays closed. */
export function updateFile(store: CodeStore, path: string, change: (file: OpenFile) => Partial<OpenFile>): void {
  store.setState((state) => {
    const file = state.files.get(path);
    return file ? { files: new Map(state.files).set(path, { ...file, ...change(file) }) } : state;
  });
}
