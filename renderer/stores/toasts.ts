import type { Clock } from '../../core/base/clock.ts';
import type { Toast, WorkspaceStore } from './workspaceStore.ts';

const shownMs = { info: 5_000, error: 12_000 };
const maxToasts = 4;

/** Shows a sentence for a while; one that is newer about the same topic takes its place. Without a topic its text is one. */
export type Tell = (tone: Toast['tone'], text: string, topic?: string) => void;

export function createToaster(workspace: WorkspaceStore, clock: Clock): Tell {
  let nextId = 1;
  return (tone, text, topic = text) => {
    const id = nextId++;
    workspace.setState(({ toasts }) => ({
      toasts: [...toasts.filter((toast) => toast.topic !== topic), { id, tone, text, topic }].slice(-maxToasts),
    }));
    clock.after(shownMs[tone], () => dismissToast(workspace, id));
  };
}

export function dismissToast(workspace: WorkspaceStore, id: number): void {
  workspace.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
