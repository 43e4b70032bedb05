import { type Disposable, toDisposable } from './disposable.ts';

export type Listener<T> = (value: T) => void;
/** Subscribes; the returned disposable unsubscribes. */
export type Event<T> = (listener: Listener<T>) => Disposable;

/**
 * A source of events. A listener that throws is handed to `onListenerError` and the others still run;
 * listeners that are added while an event is delivered hear the next one.
 */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<Listener<T>>();

  constructor(private readonly onListenerError: (error: unknown) => void) {}

  readonly event: Event<T> = (listener) => {
    const own: Listener<T> = (value) => listener(value);
    this.listeners.add(own);
    return toDisposable(() => this.listeners.delete(own));
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
