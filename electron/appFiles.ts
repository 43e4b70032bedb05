/** Answers the page's requests for its own files, with the headers that keep the page in its box. Knows no Electron. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { mediaTypeOf, pageHeaders } from '../core/contract/pageDelivery.ts';

export const appScheme = 'app';
export const appHost = 'patchmonster';
export const appOrigin = `${appScheme}://${appHost}`;

/** The file below `folder` that a URL of the page names; a status where it names none. */
export function fileOfUrl(url: string, folder: string): { readonly file: string } | { readonly status: 400 | 403 | 404 } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || parsed.protocol !== `${appScheme}:` || parsed.host !== appHost) return { status: 404 };
  const pathname = decodePath(parsed.pathname);
  if (pathname === undefined || pathname.includes('\0')) return { status: 400 };
  const file = path.resolve(folder, `.${pathname === '/' ? '/index.html' : pathname}`);
  return file.startsWith(path.resolve(folder) + path.sep) ? { file } : { status: 403 };
}

export async function respondWithFile(request: { readonly method: string; readonly url: string }, folder: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plainResponse(405);
  const found = fileOfUrl(request.url, folder);
  if ('status' in found) return plainResponse(found.status);
  const content = await readIfThere(found.file);
  if (!content) return plainResponse(404);
  return new Response(request.method === 'HEAD' ? null : content, { headers: headersFor(mediaTypeOf(found.file)) });
}

function headersFor(contentType: string): Record<string, string> {
  return {
    ...pageHeaders,
    'content-type': contentType,
    'cache-control': 'no-cache',
  };
}

function plainResponse(status: number): Response {
  return new Response(`${status}\n`, { status, headers: headersFor('text/plain; charset=utf-8') });
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

async function readIfThere(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    // Missing, a folder, not readable: the page gets a 404 for each of them.
    return undefined;
  }
}
