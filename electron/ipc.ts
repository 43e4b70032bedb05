import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { appOrigin } from './appFiles.ts';
import { type RequestChannel, type RequestHandlers, windowRequests } from './contract.ts';

/**
 * Answers the requests of pages. Only the page that we loaded ourselves, in the main frame of one of our windows, is heard;
 * everyone else, and arguments of another shape, get an error.
 */
export function handleRequests<W>(findWindow: (event: IpcMainInvokeEvent) => W | undefined, handlers: RequestHandlers<W>): void {
  const channels = Object.keys(windowRequests).filter((channel): channel is RequestChannel => channel in windowRequests);
  for (const channel of channels) handleRequest(channel, findWindow, handlers);
}

function handleRequest<W, C extends RequestChannel>(
  channel: C,
  findWindow: (event: IpcMainInvokeEvent) => W | undefined,
  handlers: RequestHandlers<W>,
): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]) => {
    const window = isOwnPage(event) ? findWindow(event) : undefined;
    if (!window) throw new Error('This page may not ask for anything.');
    const parsed = windowRequests[channel].safeParse(args);
    if (!parsed.success) throw new TypeError(`${channel}: the arguments do not fit.`);
    await callHandler(handlers[channel], window, parsed.data);
  });
}

/** The schema of a channel vouches for the arguments of its handler; the compiler can't see that the two belong together. */
async function callHandler<W>(handler: (window: W, ...args: never) => void | Promise<void>, window: W, args: unknown): Promise<void> {
  await Reflect.apply(handler, undefined, [window, ...(Array.isArray(args) ? args : [])]);
}

function isOwnPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${appOrigin}/`);
}
