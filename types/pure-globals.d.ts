/** What every JavaScript host has, and all that code in the pure environment may use beyond the language itself. */
interface TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: { new (): TextEncoder };
interface TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const TextDecoder: { new (label: 'utf-8', options: { readonly fatal: boolean; readonly ignoreBOM: boolean }): TextDecoder };
declare function structuredClone<T>(value: T): T;
