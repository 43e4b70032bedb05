/**
 * Everything that crosses between a page's preload and the main process, apart from the show's own messages, which go over a
 * MessagePort (`core/contract/clientLink.ts`). A page is not trusted: its arguments are checked against these schemas.
 */
import { z } from 'zod';
import type { MenuCommand } from '../core/contract/desktopHost.ts';

/** What a page may ask, with its arguments. Every request is answered; a failure is rejected with a sentence. */
export const windowRequests = {
  /** Gives the window a new link to its show; `link:port` follows with the port. The earlier link of the window is closed. */
  'link:connect': z.tuple([]),
  'show:open': z.tuple([]),
  'show:new': z.tuple([]),
  /** Writes the window's show to another place and opens it from there. */
  'show:saveAs': z.tuple([]),
  /** An absolute path of a file of the window's show. */
  'file:reveal': z.tuple([z.string().min(1).max(4096)]),
};

export type RequestChannel = keyof typeof windowRequests;
type RequestArguments<C extends RequestChannel> = z.infer<(typeof windowRequests)[C]>;

/** The main process's side: one handler per request, called with the window that asked. */
export type RequestHandlers<W> = {
  readonly [C in RequestChannel]: (window: W, ...args: RequestArguments<C>) => void | Promise<void>;
};

/** The preload's side of the same requests. */
export type RequestCall = <C extends RequestChannel>(channel: C, ...args: RequestArguments<C>) => Promise<void>;

/** What the main process tells a page, with its arguments. */
export interface MainMessages {
  /** Carries one port in its transfer list. */
  readonly 'link:port': readonly [];
  readonly 'menu:command': readonly [command: MenuCommand];
}
