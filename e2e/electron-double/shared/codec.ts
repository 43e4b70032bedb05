/**
 * The part of structured cloning that Electron's IPC carries, as text: the wire between the double's main process and its pages is
 * a string. What Electron refuses to clone is refused here with its words.
 */
const typedArrays = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};
type TypedArrayName = keyof typeof typedArrays;

/** What JSON can't say is an object with this key. */
const tag = '$';

export function encodeClone(value: unknown): string {
  return JSON.stringify(toJson(value, []));
}

export function decodeClone(text: string): unknown {
  return fromJson(JSON.parse(text));
}

function toJson(value: unknown, parents: readonly object[]): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return { [tag]: 'undefined' };
  if (typeof value === 'number') return numberToJson(value);
  if (typeof value === 'bigint') return { [tag]: 'bigint', text: String(value) };
  if (typeof value !== 'object' || value instanceof Promise) throw new Error('An object could not be cloned.');
  if (parents.includes(value)) throw new Error('electron double: values that contain themselves are not implemented');
  return objectToJson(value, [...parents, value]);
}

function numberToJson(value: number): unknown {
  if (Object.is(value, -0)) return { [tag]: 'number', text: '-0' };
  return Number.isFinite(value) ? value : { [tag]: 'number', text: String(value) };
}

function objectToJson(value: object, parents: readonly object[]): unknown {
  if (value instanceof Date) return { [tag]: 'date', ms: value.getTime() };
  if (value instanceof ArrayBuffer) return { [tag]: 'buffer', base64: toBase64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) return viewToJson(value);
  if (value instanceof Map) return { [tag]: 'map', entries: [...value].map((entry) => toJson(entry, parents)) };
  if (value instanceof Set) return { [tag]: 'set', items: [...value].map((item) => toJson(item, parents)) };
  if (value instanceof Error) return { [tag]: 'error', name: value.name, message: value.message };
  if (Array.isArray(value)) return value.map((item) => toJson(item, parents));
  const plain = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, parents)]));
  return tag in plain ? { [tag]: 'object', plain } : plain;
}

/** A Node Buffer arrives as what it is elsewhere: a Uint8Array. */
function viewToJson(view: ArrayBufferView): unknown {
  const ownName = Object.prototype.toString.call(view).slice(8, -1);
  const base64 = toBase64(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return { [tag]: 'view', name: ownName in typedArrays ? ownName : 'Uint8Array', base64 };
}

// biome-ignore lint/suspicious/noExplicitAny: the other end of this wire is this file.
function fromJson(json: any): unknown {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(fromJson);
  switch (json[tag]) {
    case undefined:
      return plainFromJson(json);
    case 'undefined':
      return undefined;
    case 'number':
      return Number(json.text);
    case 'bigint':
      return BigInt(json.text);
    case 'date':
      return new Date(json.ms);
    case 'buffer':
      return fromBase64(json.base64).buffer;
    case 'view':
      return viewFromJson(json.name, json.base64);
    case 'map':
      return new Map(fromJson(json.entries) as [unknown, unknown][]);
    case 'set':
      return new Set(fromJson(json.items) as unknown[]);
    case 'error':
      return Object.assign(new Error(json.message), { name: json.name });
    case 'object':
      return plainFromJson(json.plain);
    default:
      throw new Error(`electron double: ${String(json[tag])} is not known to the codec`);
  }
}

function plainFromJson(plain: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(plain).map(([key, item]) => [key, fromJson(item)]));
}

function viewFromJson(name: TypedArrayName, base64: string): unknown {
  const bytes = fromBase64(base64);
  const ViewClass: new (buffer: ArrayBuffer) => ArrayBufferView = typedArrays[name];
  return name === 'Uint8Array' ? bytes : new ViewClass(bytes.buffer);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(text);
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
