import type { Clock } from '../../core/base/clock.ts';
import type { Toast, WorkspaceStore } from './workspaceStore.ts';

const shownMs = { info: 5_000, error: 12_000 };
const maxToasts = 4;

/** Shows a sentence for a while. The same sentence twice is shown once. */
export function createToaster(workspace: WorkspaceStore, clock: Clock): (tone: Toast['tone'], text: string) => void {
  let nextId = 1;
  return (tone, text) => {
    const id = nextId++;
    workspace.setState(({ toasts }) => ({
      toasts: [...toasts.filter((toast) => toast.text !== text), { id, tone, text }].slice(-maxToasts),
    }));
    clock.after(shownMs[tone], () => dismissToast(workspace, id));
  };
}

export function dismissToast(workspace: WorkspaceStore, id: number): void {
  workspace.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
