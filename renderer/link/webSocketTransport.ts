import type { OpenTransport } from './transport.ts';

/** The link of a plain browser: the page's own origin, with the token that the page's address carries. */
export function webSocketTransport(pageUrl: string): OpenTransport {
  const url = linkUrl(pageUrl);
  return (handlers) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      handlers.onOpen();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') handlers.onText(event.data);
      else if (event.data instanceof ArrayBuffer) handlers.onFrame(event.data);
    };
    socket.onclose = (event) => {
      const reason =
        event.reason || (wasOpen ? 'The connection to PatchMonster was lost.' : 'PatchMonster does not answer at this address.');
      handlers.onClose(reason);
    };
    return {
      send(text) {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => socket.close(),
    };
  };
}

export function linkUrl(pageUrl: string): string {
  const page = new URL(pageUrl);
  const link = new URL('/link', page);
  link.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  const token = page.searchParams.get('token');
  if (token !== null) link.searchParams.set('token', token);
  return link.href;
}
