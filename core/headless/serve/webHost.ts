import { createServer, type IncomingMessage, type Server } from 'node:http';
import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../base/clock.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { maxClientMessageBytes } from '../../contract/clientLink.ts';
import type { ClientPort } from '../../session/clients/ClientPort.ts';
import { type AccessRules, isSameToken, missingToken, refusalOf } from './accessRules.ts';
import { sendStaticFile, sendText } from './staticFiles.ts';
import { webSocketPort } from './webSocketPort.ts';

const maxClients = 200;
/** A client that answers no ping within two of these is gone: a laptop that was shut, a cable that was pulled. */
export const pingPeriodMs = 15_000;

export interface WebHostOptions {
  readonly clock: Clock;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly token: string;
  /** Further names by which people reach this machine. */
  readonly hostNames: readonly string[];
  readonly attach: (port: ClientPort) => void;
  readonly log: (message: string) => void;
}

export interface WebHost {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the page and its link to the session. Fails with a sentence when the port can't be had. */
export async function startWebHost(options: WebHostOptions): Promise<Result<WebHost, string>> {
  const server = createServer();
  const listening = await listen(server, options.host, options.port);
  if (!listening.ok) return listening;
  const rules: AccessRules = {
    port: listening.value,
    token: options.token,
    hostNames: [hostname(), `${hostname()}.local`, ...options.hostNames],
  };

  server.on('request', (request, response) => {
    const url = parseUrl(request);
    const refusal = url ? refusalOf(factsOf(request, url), rules, 'page') : 'The address is malformed.';
    const isHead = request.method === 'HEAD';
    if (refusal || !url) sendText(response, url ? 403 : 400, refusal ?? '');
    else if (request.method !== 'GET' && !isHead) sendText(response, 405, 'Only GET is answered here.');
    else if (url.pathname === '/' && !isSameToken(url.searchParams.get('token'), options.token)) sendText(response, 403, missingToken);
    else sendStaticFile(options.rendererFolder, url.pathname, isHead, response);
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxClientMessageBytes, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const url = parseUrl(request);
    const refusal =
      url?.pathname !== '/link' ? 'There is nothing to connect to at this address.' : refusalOf(factsOf(request, url), rules, 'link');
    if (refusal) refuseUpgrade(socket, 403, refusal);
    else if (sockets.clients.size >= maxClients) refuseUpgrade(socket, 503, 'Too many windows are connected.');
    else sockets.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket));
  });

  const answering = new WeakSet<object>();
  const accept = (webSocket: import('ws').WebSocket) => {
    answering.add(webSocket);
    webSocket.on('pong', () => answering.add(webSocket));
    // The connection is being closed already; the close event follows.
    webSocket.on('error', (error) => options.log(`A browser was cut off: ${error.message}.`));
    options.attach(webSocketPort(webSocket));
  };
  const pinger = options.clock.every(pingPeriodMs, () => {
    for (const webSocket of sockets.clients) {
      if (!answering.delete(webSocket)) webSocket.terminate();
      else webSocket.ping();
    }
  });

  return ok({
    port: listening.value,
    async close() {
      pinger.dispose();
      for (const webSocket of sockets.clients) webSocket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

function listen(server: Server, host: string, port: number): Promise<Result<number, string>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(fail(explainListenError(error, host, port))));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? ok(address.port) : fail('The server has no port.'));
    });
  });
}

function explainListenError(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use by another program; choose another one with --port, or 0 for any.`;
  if (error.code === 'EACCES')
    return `There is no permission for port ${port}; ports below 1024 often need one. Choose another with --port.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return `"${host}" is no address of this machine; see --host.`;
  return `Can't listen on ${host} port ${port}: ${error.message}`;
}

function parseUrl(request: IncomingMessage): URL | undefined {
  return URL.canParse(request.url ?? '', 'http://host') ? new URL(request.url ?? '', 'http://host') : undefined;
}

function factsOf(request: IncomingMessage, url: URL) {
  return { host: request.headers.host, origin: request.headers.origin, token: url.searchParams.get('token') };
}

function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const body = `${message}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Service Unavailable'}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
