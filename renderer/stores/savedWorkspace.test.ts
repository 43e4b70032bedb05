import { expect, test } from 'vitest';
import { keepWorkspaceSaved, readSavedWorkspace } from './savedWorkspace.ts';
import { createWorkspaceStore, startPanels } from './workspaceStore.ts';

test('sizes and choices come back at the next start', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text) };
  const store = createWorkspaceStore(readSavedWorkspace(storage));
  keepWorkspaceSaved(store, storage);
  store.setState(({ panels }) => ({ theme: 'light', panels: { ...panels, left: { px: 300, isOpen: false } } }));
  expect(readSavedWorkspace(storage)).toMatchObject({ theme: 'light', panels: { left: { px: 300, isOpen: false } } });
});

test.each([null, '', '{', '[]', '{"panels":{"left":{"px":-1e9}}}'])('what was not saved by us counts as nothing: %s', (text) =>
  expect(readSavedWorkspace({ getItem: () => text })).toEqual({}),
);

test.each([
  ['a panel without a size', { panels: { left: { isOpen: true } } }],
  ['a panel wider than any screen', { panels: { bottom: { px: 1e9, isOpen: true } } }],
  ['another theme', { theme: 'blue' }],
  ['another tab', { bottomTab: 7 }],
  ['another view', { mainView: null }],
])('what makes no sense counts as nothing: %s', (_what, wrong) => {
  const panel = { px: 300, isOpen: true };
  const right = { theme: 'dark', bottomTab: 'console', mainView: 'graph' };
  const saved = { ...right, ...wrong, panels: { left: panel, right: panel, bottom: panel, ...('panels' in wrong ? wrong.panels : {}) } };
  expect(readSavedWorkspace({ getItem: () => JSON.stringify(saved) })).toEqual({});
});

test('what was saved before a panel was there gives that panel its own size', () => {
  const panel = { px: 300, isOpen: true };
  const saved = { theme: 'dark', bottomTab: 'console', mainView: 'graph', panels: { left: panel, right: panel, bottom: panel } };
  expect(readSavedWorkspace({ getItem: () => JSON.stringify(saved) }).panels).toEqual({ ...startPanels, ...saved.panels });
});

test('a storage that throws disturbs nobody', () => {
  const forbidden = () => {
    throw new Error('forbidden');
  };
  const store = createWorkspaceStore(readSavedWorkspace({ getItem: forbidden }));
  keepWorkspaceSaved(store, { setItem: forbidden });
  expect(() => store.setState({ theme: 'light' })).not.toThrow();
});
