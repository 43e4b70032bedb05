import type { Result } from '../../core/base/result.ts';
import type { EditReply } from '../../core/contract/clientLink.ts';
import type { Edit } from '../../core/contract/edit.ts';
import type { SessionLink } from '../link/sessionLink.ts';
import type { ShowStore } from './showStore.ts';
import type { Toast } from './workspaceStore.ts';

/** A channel, as the map writes it, that gets another name. */
export interface ChannelRename {
  readonly instance: string;
  readonly spec: string;
  readonly newSpec: string;
}

export interface EditActions {
  /** Sends edits as one step; resolves to whether they were taken. A refusal is shown as its sentence. */
  edit(edits: readonly Edit[]): Promise<boolean>;
  /** The same for a place that shows a refusal itself: resolves to its sentence, or to null when they were taken. */
  tryEdit(edits: readonly Edit[]): Promise<string | null>;
  /** Renames a channel in the map and in these modules, as one step. */
  renameChannel(rename: ChannelRename, modules: readonly string[]): Promise<boolean>;
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
  /** Writes the configuration files. */
  save(): Promise<boolean>;
}

/**
 * Changes of the document. They are sent one after the other, each on the revision that the one before it made: two quick
 * gestures must not refuse each other.
 */
export function createEditActions(link: SessionLink, show: ShowStore, tell: (tone: Toast['tone'], text: string) => void): EditActions {
  let queue: Promise<unknown> = Promise.resolve();
  let lastRevision = 0;

  function inOrder<T>(task: () => Promise<T>): Promise<T> {
    const result = queue.then(task);
    queue = result.catch(() => undefined);
    return result;
  }

  function refusalOf(result: Result<EditReply, string>): string | null {
    if (result.ok && result.value.ok) lastRevision = result.value.revision;
    return result.ok ? (result.value.ok ? null : result.value.message) : result.error;
  }

  function settle(result: Result<EditReply, string>): boolean {
    return told(refusalOf(result));
  }

  function told(refusal: string | null): boolean {
    if (refusal !== null) tell('error', refusal);
    return refusal === null;
  }

  const newestRevision = () => Math.max(lastRevision, show.getState().view?.revision ?? 0);

  const tryEdit = (edits: readonly Edit[]) =>
    inOrder(async () => refusalOf(await link.call<'edit'>({ method: 'edit', revision: newestRevision(), edits: [...edits] })));

  return {
    edit: async (edits) => told(await tryEdit(edits)),
    tryEdit,
    renameChannel: ({ instance, spec, newSpec }, modules) =>
      inOrder(async () => {
        const revision = newestRevision();
        return settle(
          await link.call<'renameChannel'>({ method: 'renameChannel', revision, instance, spec, newSpec, modules: [...modules] }),
        );
      }),
    undo: () => inOrder(async () => settle(await link.call<'undo'>({ method: 'undo' }))),
    redo: () => inOrder(async () => settle(await link.call<'redo'>({ method: 'redo' }))),
    save: () =>
      inOrder(async () => {
        const result = await link.call<'save'>({ method: 'save' });
        return told(result.ok ? (result.value.ok ? null : result.value.message) : result.error);
      }),
  };
}
