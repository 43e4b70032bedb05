import type { Disposable } from '../../core/base/disposable.ts';
import { toDisposable } from '../../core/base/disposable.ts';
import { startPanels, type WorkspaceState, type WorkspaceStore } from './workspaceStore.ts';

export type SavedWorkspace = Pick<WorkspaceState, 'panels' | 'theme' | 'bottomTab' | 'mainView'>;

const storageKey = 'patchmonster.workspace';

/** Sizes and choices of the last time; anything that can't be read counts as never saved. */
export function readSavedWorkspace(storage: Pick<Storage, 'getItem'>): Partial<SavedWorkspace> {
  try {
    const text = storage.getItem(storageKey);
    const saved: unknown = text === null ? undefined : JSON.parse(text);
    // A panel that is newer than what was saved has its own size.
    return isSavedWorkspace(saved) ? { ...saved, panels: { ...startPanels, ...saved.panels } } : {};
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

/** By hand: a schema for these few fields would be a quarter of the page's own code. */
function isSavedWorkspace(value: unknown): value is SavedWorkspace {
  if (!isRecord(value) || !isRecord(value.panels)) return false;
  const { left, right, bottom, side = startPanels.side } = value.panels;
  return (
    [left, right, bottom, side].every(isPanel) &&
    (value.theme === 'dark' || value.theme === 'light') &&
    (value.bottomTab === 'editor' || value.bottomTab === 'console' || value.bottomTab === 'problems') &&
    (value.mainView === 'graph' || value.mainView === 'table')
  );
}

function isPanel(value: unknown): boolean {
  return isRecord(value) && typeof value.px === 'number' && value.px >= 80 && value.px <= 2_000 && typeof value.isOpen === 'boolean';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
