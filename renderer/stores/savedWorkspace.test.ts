import { expect, test } from 'vitest';
import { keepWorkspaceSaved, readSavedWorkspace } from './savedWorkspace.ts';
import { createWorkspaceStore } from './workspaceStore.ts';

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

test('a storage that throws disturbs nobody', () => {
  const forbidden = () => {
    throw new Error('forbidden');
  };
  const store = createWorkspaceStore(readSavedWorkspace({ getItem: forbidden }));
  keepWorkspaceSaved(store, { setItem: forbidden });
  expect(() => store.setState({ theme: 'light' })).not.toThrow();
});
