/** Something that opened, subscribed or scheduled, and can be undone once. Disposing twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Wraps an undo function; it runs at most once. */
export function toDisposable(undo: () => void): Disposable {
  let isDisposed = false;
  return {
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      undo();
    },
  };
}

/** Collects disposables and undoes them in reverse order. What is added after disposal is undone at once. */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private isDisposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.isDisposed) item.dispose();
    else this.items.add(item);
    return item;
  }

  /** Undoes one item early and forgets it. */
  drop(item: Disposable): void {
    this.items.delete(item);
    item.dispose();
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    for (const item of [...this.items].reverse()) item.dispose();
    this.items.clear();
  }
}
