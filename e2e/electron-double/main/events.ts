import { EventEmitter } from 'node:events';

/** An event that a listener can prevent, as Electron hands it out. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: the listeners' arguments are checked against electron.d.ts, not here.
type Listener = (...args: any[]) => void;

/**
 * An emitter with a known list of events: listening for another one throws, because the double would never fire it.
 * Events that only the system fires in real life (a second instance, a dock click) are on the lists; tests emit them.
 */
export class KnownEvents extends EventEmitter {
  readonly #owner: string;
  readonly #known: ReadonlySet<string>;

  constructor(owner: string, known: readonly string[]) {
    super();
    this.#owner = owner;
    this.#known = new Set(known);
  }

  override on(event: string, listener: Listener): this {
    this.#check(event);
    return super.on(event, listener);
  }

  override once(event: string, listener: Listener): this {
    this.#check(event);
    return super.once(event, listener);
  }

  #check(event: string): void {
    if (!this.#known.has(event)) throw new Error(`electron double: the event “${event}” of ${this.#owner} is not implemented`);
  }
}

/** Fires an event that listeners may prevent; false when one did. `details` become fields of the event. */
export function emitPreventable(emitter: EventEmitter, name: string, details: object = {}, ...args: unknown[]): boolean {
  let isPrevented = false;
  const event: PreventableEvent = {
    ...details,
    get defaultPrevented() {
      return isPrevented;
    },
    preventDefault() {
      isPrevented = true;
    },
  };
  emitter.emit(name, event, ...args);
  return !isPrevented;
}
