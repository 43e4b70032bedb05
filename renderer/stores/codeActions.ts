import type { Clock } from '../../core/base/clock.ts';
import type { FileChangeOutcome } from '../../core/contract/engineLink.ts';
import type { SessionLink } from '../link/sessionLink.ts';
import { type CodeStore, emptyFile, type OpenFile, updateFile } from './codeStore.ts';
import { createDraftKeeper } from './draftKeeper.ts';
import type { EditActions } from './editActions.ts';
import type { ShowStore } from './showStore.ts';
import type { Tell } from './toasts.ts';
import type { Toast, WorkspaceStore } from './workspaceStore.ts';

export interface CodeActions {
  /** Opens a file of the show in the editor, at a place if one is given. */
  open(path: string, at?: { readonly line: number; readonly column: number }): Promise<void>;
  /** Opens a module with text that was typed but never saved. */
  openDraft(path: string, text: string): Promise<void>;
  close(path: string): void;
  /** Takes the text from the session again; what was typed is gone. */
  reload(path: string): Promise<void>;
  /** Saves what was typed: a module is written and taken over by the running instances, a configuration is applied and written. */
  save(path: string, text: string): Promise<boolean>;
  /** The text is being typed: remembers that it is unsaved and keeps a copy where it survives a crash. */
  didType(path: string, text: string): void;
  /** The content of a file changed elsewhere. */
  didChangeElsewhere(path: string, version: string): Promise<void>;
  /** Overwrites what changed elsewhere the next time the file is saved. */
  keepMine(path: string): Promise<void>;
}

export interface CodeParts {
  readonly link: SessionLink;
  readonly show: ShowStore;
  readonly workspace: WorkspaceStore;
  readonly code: CodeStore;
  readonly edits: EditActions;
  readonly clock: Clock;
  readonly tell: Tell;
}

export function createCodeActions(parts: CodeParts): CodeActions {
  const { link, show, workspace, code, edits, clock, tell } = parts;
  const drafts = createDraftKeeper(link, clock);
  /** Text as last typed, by path: what was typed while a save was on its way is still unsaved after it. */
  const typed = new Map<string, string>();

  async function read(path: string): Promise<void> {
    const reply = await link.call<'readFile'>({ method: 'readFile', path });
    updateFile(code, path, (file) => {
      const failure = reply.ok ? reply.value.unreadableReason : reply.error;
      if (!reply.ok || failure !== undefined) return { load: 'failed', failure: failure ?? '' };
      const { text, version } = reply.value;
      typed.delete(path);
      return {
        load: 'ready',
        failure: '',
        text,
        version,
        draft: null,
        isDirty: false,
        conflict: null,
        saveFailure: null,
        textStamp: file.textStamp + 1,
      };
    });
  }

  function isDirtyAgainst(path: string, saved: string): boolean {
    return (typed.get(path) ?? saved) !== saved;
  }

  async function saveModule(file: OpenFile, text: string): Promise<boolean> {
    const reply = await link.call<'saveModule'>({ method: 'saveModule', path: file.path, text, baseVersion: file.version });
    if (!reply.ok) {
      tell('error', reply.error);
      return false;
    }
    if (!reply.value.ok) {
      const { message, currentVersion } = reply.value;
      // Only where there is another text there is something to choose.
      updateFile(code, file.path, () => (currentVersion === undefined ? { saveFailure: message } : { conflict: message }));
      return false;
    }
    const { version, outcomes } = reply.value;
    updateFile(code, file.path, () => ({
      text,
      version,
      isDirty: isDirtyAgainst(file.path, text),
      draft: null,
      conflict: null,
      saveFailure: null,
      lastSave: { wallMs: clock.wallMs(), outcomes },
    }));
    const { tone, text: sentence } = outcomeSentence(file.path, outcomes);
    tell(tone, sentence, `saved ${file.path}`);
    return true;
  }

  async function saveConfig(file: OpenFile, text: string): Promise<boolean> {
    if (!(await edits.edit([{ kind: 'replaceText', file: file.path, text }]))) return false;
    const isSaved = await edits.save();
    updateFile(code, file.path, () => ({
      text,
      isDirty: isDirtyAgainst(file.path, text),
      conflict: null,
      ...(isSaved ? { lastSave: { wallMs: clock.wallMs(), outcomes: [] } } : {}),
    }));
    return isSaved;
  }

  const actions: CodeActions = {
    async open(path, at) {
      workspace.setState(({ panels }) => ({ bottomTab: 'editor', panels: { ...panels, bottom: { ...panels.bottom, isOpen: true } } }));
      const isNew = !code.getState().files.has(path);
      const role = show.getState().view?.files.find((file) => file.path === path)?.role;
      const kind = role === 'main' || role === 'include' || (role === undefined && !path.endsWith('.py')) ? 'config' : 'module';
      code.setState((state) => ({
        files: isNew ? new Map(state.files).set(path, emptyFile(path, kind)) : state.files,
        active: path,
        jump: at ? { path, ...at } : state.jump,
      }));
      if (isNew) await read(path);
    },
    async openDraft(path, text) {
      await actions.open(path);
      updateFile(code, path, (file) => ({ draft: text, isDirty: text !== file.text, textStamp: file.textStamp + 1 }));
    },
    close(path) {
      drafts.drop(path);
      typed.delete(path);
      code.setState((state) => {
        const files = new Map(state.files);
        files.delete(path);
        return { files, active: state.active === path ? ([...files.keys()].at(-1) ?? null) : state.active };
      });
    },
    async reload(path) {
      drafts.drop(path);
      await read(path);
    },
    async save(path, text) {
      const file = code.getState().files.get(path);
      if (file?.load !== 'ready' || file.isSaving) return false;
      updateFile(code, path, () => ({ isSaving: true }));
      try {
        const isSaved = await (file.kind === 'module' ? saveModule(file, text) : saveConfig(file, text));
        if (isSaved) drafts.drop(path);
        return isSaved;
      } finally {
        updateFile(code, path, () => ({ isSaving: false }));
      }
    },
    didType(path, text) {
      const file = code.getState().files.get(path);
      if (!file) return;
      const isDirty = text !== file.text;
      typed.set(path, text);
      if (isDirty !== file.isDirty) updateFile(code, path, () => ({ isDirty }));
      if (file.kind === 'module') drafts.keepSoon(path, isDirty ? text : null);
    },
    async didChangeElsewhere(path, version) {
      const file = code.getState().files.get(path);
      if (!file || file.version === version || file.isSaving) return;
      if (!file.isDirty) return read(path);
      updateFile(code, path, () => ({ conflict: `${path} was changed elsewhere while you were typing. Nothing was overwritten.` }));
    },
    async keepMine(path) {
      const reply = await link.call<'readFile'>({ method: 'readFile', path });
      if (!reply.ok) return tell('error', reply.error);
      updateFile(code, path, () => ({ version: reply.value.version, conflict: null }));
    },
  };
  return actions;
}

function outcomeSentence(path: string, outcomes: readonly FileChangeOutcome[]): Pick<Toast, 'tone' | 'text'> {
  const withOutcome = (wanted: FileChangeOutcome['outcome']) =>
    outcomes.flatMap(({ instance, outcome }) => (outcome === wanted ? [instance] : [])).join(', ');
  const [swapped, kept] = [withOutcome('swapped'), withOutcome('kept')];
  if (kept !== '' && swapped !== '')
    return { tone: 'error', text: `${path} saved; ${swapped} runs it now, but ${kept} can't and keeps the old version.` };
  if (kept !== '') return { tone: 'error', text: `${path} saved, but it does not run. ${kept} keeps the old version.` };
  return { tone: 'info', text: swapped === '' ? `${path} saved.` : `${path} saved; ${swapped} runs it now.` };
}
