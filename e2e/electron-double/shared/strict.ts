/** Wraps an object so that using a member that nobody emulated fails loudly, instead of passing for undefined. */
export function strict<T extends object>(name: string, target: T): T {
  const bound = new Map<unknown, unknown>();
  return new Proxy(target, {
    get(_target, key) {
      if (!(key in target) && !isProbe(key)) throw new Error(`electron double: ${name}.${String(key)} is not implemented`);
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || isClass(value)) return value;
      // Methods need the real object for its private fields.
      if (!bound.has(value)) bound.set(value, value.bind(target));
      return bound.get(value);
    },
    set: (_target, key, value) => Reflect.set(target, key, value, target),
  });
}

/** Keys that inspectors, promises and serializers ask of every object. */
function isProbe(key: string | symbol): boolean {
  return typeof key === 'symbol' || key === 'then' || key === 'toJSON';
}

function isClass(value: object): boolean {
  const prototype = Object.getOwnPropertyDescriptor(value, 'prototype');
  return prototype !== undefined && !prototype.writable;
}
