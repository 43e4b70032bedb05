/** Messages between the double's main process and the preload world of a page. `data` fields are in the codec's text. */
export type ToMain =
  | { readonly type: 'send'; readonly channel: string; readonly data: string; readonly ports: readonly string[] }
  | { readonly type: 'invoke'; readonly call: number; readonly channel: string; readonly data: string }
  | { readonly type: 'port'; readonly port: string; readonly data: string }
  | { readonly type: 'portClosed'; readonly port: string }
  | { readonly type: 'open'; readonly url: string; readonly frameName: string }
  | { readonly type: 'preloadError'; readonly message: string };

export type ToPage =
  | { readonly type: 'message'; readonly channel: string; readonly data: string; readonly ports: readonly string[] }
  | { readonly type: 'reply'; readonly call: number; readonly ok: true; readonly data: string }
  | { readonly type: 'reply'; readonly call: number; readonly ok: false; readonly message: string }
  | { readonly type: 'port'; readonly port: string; readonly data: string }
  | { readonly type: 'portClosed'; readonly port: string };

/** Event of the document by which the page's world tells the preload's that a window would open. */
export const askToOpenEvent = 'double:open';

/** Name of the isolated world that a preload runs in. */
export const preloadWorldName = 'electron-preload';
/** Function that the page's world of that name calls to reach the main process; no other world has it. */
export const sendBindingName = '__doubleSend';
/** Function of that world that the main process calls. */
export const receiveFunctionName = '__doubleReceive';
