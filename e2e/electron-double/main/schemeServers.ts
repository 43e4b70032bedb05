/**
 * The app's own URL schemes: each `scheme://host` is served at a loopback address that calls the app's handler, so that its headers,
 * workers and WebAssembly are the browser's to judge. URLs are translated at the double's edge; only the page sees http addresses.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

type Handler = (request: Request) => Response | Promise<Response>;

const privileged = new Set<string>();
const handlers = new Map<string, Handler>();
/** `app://host` to `http://127.0.0.1:port`. */
const origins = new Map<string, Promise<string>>();
const knownOrigins = new Map<string, string>();

export function registerPrivileged(scheme: string): void {
  privileged.add(scheme);
}

export function setHandler(scheme: string, handler: Handler): void {
  if (!privileged.has(scheme)) throw new Error(`electron double: handling the unprivileged scheme ${scheme} is not implemented`);
  if (handlers.has(scheme)) throw new Error(`The scheme ${scheme} is already registered`);
  handlers.set(scheme, handler);
}

/** Where the browser finds what the app calls `url`. */
export async function toBrowserUrl(url: string): Promise<string> {
  const [, origin = '', scheme = '', rest = ''] = /^(([a-z][\w+.-]*):\/\/[^/?#]*)(.*)$/i.exec(url) ?? [];
  const handler = handlers.get(scheme);
  if (!handler) return url;
  const serving = origins.get(origin) ?? serve(origin, handler);
  origins.set(origin, serving);
  return `${await serving}${rest === '' ? '/' : rest}`;
}

/** What the app calls a URL of the browser. */
export function toAppUrl(url: string): string {
  for (const [appOrigin, browserOrigin] of knownOrigins) {
    if (url === browserOrigin || url.startsWith(`${browserOrigin}/`)) return appOrigin + url.slice(browserOrigin.length);
  }
  return url;
}

function serve(origin: string, handler: Handler): Promise<string> {
  const server = http.createServer((request, response) => {
    answer(origin, handler, request, response).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  server.unref();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      knownOrigins.set(origin, address);
      resolve(address);
    });
  });
}

async function answer(origin: string, handler: Handler, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const answered = await handler(new Request(`${origin}${request.url}`, { method: request.method ?? 'GET' }));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body) Readable.fromWeb(answered.body as ReadableStream).pipe(response);
  else response.end();
}
