import { type Disposable, toDisposable } from '../../core/base/disposable.ts';

export type FrameTask = (nowMs: number) => void;

/** The one animation loop of a window: everything that follows values runs from here, and nothing runs when nobody asks. */
export interface FrameLoop {
  add(task: FrameTask): Disposable;
}

export interface FrameHost {
  requestAnimationFrame(callback: (nowMs: number) => void): number;
  cancelAnimationFrame(handle: number): void;
}

export function createFrameLoop(host: FrameHost, onError: (error: unknown) => void): FrameLoop {
  const tasks = new Set<FrameTask>();
  let handle: number | undefined;

  function run(nowMs: number): void {
    handle = tasks.size > 0 ? host.requestAnimationFrame(run) : undefined;
    for (const task of tasks) {
      try {
        task(nowMs);
      } catch (error) {
        // A painter that throws would throw sixty times a second.
        tasks.delete(task);
        onError(error);
      }
    }
  }

  return {
    add(task) {
      const own: FrameTask = (nowMs) => task(nowMs);
      tasks.add(own);
      handle ??= host.requestAnimationFrame(run);
      return toDisposable(() => {
        tasks.delete(own);
        if (tasks.size > 0 || handle === undefined) return;
        host.cancelAnimationFrame(handle);
        handle = undefined;
      });
    },
  };
}
