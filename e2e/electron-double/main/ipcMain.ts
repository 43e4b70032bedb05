import { decodeClone, encodeClone } from '../shared/codec.ts';
import type { ToPage } from '../shared/wire.ts';

// biome-ignore lint/suspicious/noExplicitAny: the listeners' arguments are checked against electron.d.ts, not here.
type Handler = (event: any, ...args: any[]) => unknown;

const handlers = new Map<string, Handler>();
const listeners = new Map<string, Handler[]>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
  on(channel: string, listener: Handler): void {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  },
};

export function deliverSend(channel: string, event: object, data: string): void {
  for (const listener of listeners.get(channel) ?? []) listener(event, ...argumentsOf(data));
}

/** The reply to an `invoke`; a failure carries the prefix that Electron gives it. */
export async function answerInvoke(channel: string, event: object, data: string, call: number): Promise<ToPage> {
  try {
    const handler = handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return { type: 'reply', call, ok: true, data: encodeClone(await handler(event, ...argumentsOf(data))) };
  } catch (error) {
    return { type: 'reply', call, ok: false, message: `Error invoking remote method '${channel}': ${String(error)}` };
  }
}

function argumentsOf(data: string): unknown[] {
  const args = decodeClone(data);
  return Array.isArray(args) ? args : [];
}
