import { z } from 'zod';
import type { Disposable } from '../../core/base/disposable.ts';
import { toDisposable } from '../../core/base/disposable.ts';
import type { WorkspaceStore } from './workspaceStore.ts';

const panel = z.object({ px: z.number().min(80).max(2_000), isOpen: z.boolean() });
const savedSchema = z.object({
  panels: z.object({ left: panel, right: panel, bottom: panel }),
  theme: z.enum(['dark', 'light']),
  bottomTab: z.enum(['editor', 'console', 'problems']),
  mainView: z.enum(['graph', 'table']),
});

export type SavedWorkspace = z.infer<typeof savedSchema>;

const storageKey = 'patchmonster.workspace';

/** Sizes and choices of the last time; anything that can't be read counts as never saved. */
export function readSavedWorkspace(storage: Pick<Storage, 'getItem'>): Partial<SavedWorkspace> {
  try {
    const text = storage.getItem(storageKey);
    const parsed = savedSchema.safeParse(text === null ? undefined : JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    // Storage may be forbidden (private window) or hold something else; the window then starts with its own sizes.
    return {};
  }
}

export function keepWorkspaceSaved(store: WorkspaceStore, storage: Pick<Storage, 'setItem'>): Disposable {
  const unsubscribe = store.subscribe((state, before) => {
    const { panels, theme, bottomTab, mainView } = state;
    if (panels === before.panels && theme === before.theme && bottomTab === before.bottomTab && mainView === before.mainView) return;
    try {
      storage.setItem(storageKey, JSON.stringify({ panels, theme, bottomTab, mainView } satisfies SavedWorkspace));
    } catch {
      // Sizes that can't be kept are no reason to disturb anyone.
    }
  });
  return toDisposable(unsubscribe);
}
