/**
 * contextBridge between the two worlds of a page: objects, functions and promises cross by synchronous events on the document, whose
 * details the browser clones from world to world. The same code runs on both sides under two names.
 */
export type Side = 'page' | 'preload';

type Wrapped =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'array'; readonly items: readonly Wrapped[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Wrapped])[] }
  | { readonly kind: 'function'; readonly id: number }
  | { readonly kind: 'promise'; readonly id: number };

type Answer = { readonly ok: true; readonly value: Wrapped } | { readonly ok: false; readonly message: string };

export class Bridge {
  private readonly functions = new Map<number, (...args: unknown[]) => unknown>();
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private nextId = 1;
  private lastAnswer: Answer | undefined;

  constructor(
    private readonly own: Side,
    private readonly other: Side,
  ) {
    this.listen('call', ({ id, args }) => this.answerCall(id, args));
    this.listen('answer', (answer) => {
      this.lastAnswer = answer;
    });
    this.listen('settle', ({ id, answer }) => this.settle(id, answer));
  }

  /** Shows `value` to the other side, which gets it from its `onExposed`. */
  expose(key: string, value: unknown): void {
    this.fire('expose', { key, value: this.wrap(value) });
  }

  onExposed(listener: (key: string, value: unknown) => void): void {
    this.listen('expose', ({ key, value }) => listener(key, this.unwrap(value)));
  }

  private wrap(value: unknown): Wrapped {
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    if (typeof value === 'function') return this.wrapFunction((...args) => Reflect.apply(value, undefined, args));
    if (value instanceof Promise) return this.wrapPromise(value);
    if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => this.wrap(item)) };
    if (isPlainObject(value)) {
      return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, this.wrap(item)] as const) };
    }
    return { kind: 'value', value };
  }

  private wrapFunction(call: (...args: unknown[]) => unknown): Wrapped {
    const id = this.nextId++;
    this.functions.set(id, call);
    return { kind: 'function', id };
  }

  private wrapPromise(promise: Promise<unknown>): Wrapped {
    const id = this.nextId++;
    promise.then(
      (value) => this.fire('settle', { id, answer: { ok: true, value: this.wrap(value) } }),
      (error: unknown) => this.fire('settle', { id, answer: { ok: false, message: messageOf(error) } }),
    );
    return { kind: 'promise', id };
  }

  private unwrap(wrapped: Wrapped): unknown {
    switch (wrapped.kind) {
      case 'value':
        return wrapped.value;
      case 'array':
        return wrapped.items.map((item) => this.unwrap(item));
      case 'object':
        return Object.fromEntries(wrapped.entries.map(([key, item]) => [key, this.unwrap(item)]));
      case 'promise':
        return new Promise((resolve, reject) => this.waiting.set(wrapped.id, { resolve, reject }));
      case 'function':
        return (...args: unknown[]) => this.call(wrapped.id, args);
    }
  }

  private call(id: number, args: readonly unknown[]): unknown {
    this.lastAnswer = undefined;
    this.fire('call', { id, args: args.map((argument) => this.wrap(argument)) });
    const answer: Answer | undefined = this.lastAnswer;
    this.lastAnswer = undefined;
    return this.valueOf(answer);
  }

  private valueOf(answer: Answer | undefined): unknown {
    if (!answer) throw new Error('electron double: the other world did not answer');
    if (!answer.ok) throw new Error(answer.message);
    return this.unwrap(answer.value);
  }

  private answerCall(id: number, args: readonly Wrapped[]): void {
    this.fire('answer', this.tryCall(id, args));
  }

  private tryCall(id: number, args: readonly Wrapped[]): Answer {
    try {
      return { ok: true, value: this.wrap(this.functions.get(id)?.(...args.map((argument) => this.unwrap(argument)))) };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    }
  }

  private settle(id: number, answer: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (answer.ok) waiting?.resolve(this.unwrap(answer.value));
    else waiting?.reject(new Error(answer.message));
  }

  private fire(event: string, detail: unknown): void {
    document.dispatchEvent(new CustomEvent(`double:${this.other}:${event}`, { detail }));
  }

  // biome-ignore lint/suspicious/noExplicitAny: the other end of this wire is this class.
  private listen(event: string, listener: (detail: any) => void): void {
    document.addEventListener(`double:${this.own}:${event}`, (received) => {
      if (received instanceof CustomEvent) listener(received.detail);
    });
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
