/** Answers the page's requests for its own files, with the headers that keep the page in its box. Knows no Electron. */
import { readFile } from 'node:fs/promises';
import { mediaTypeOf, pageHeaders } from '../core/contract/pageDelivery.ts';
import { pageFile } from '../core/roots/pageFile.ts';

export const appScheme = 'app';
const appHost = 'patchmonster';
export const appOrigin = `${appScheme}://${appHost}`;

/** The file below `folder` that a URL of the page names; a status where it names none. */
function fileOfUrl(url: string, folder: string): { readonly file: string } | { readonly status: 400 | 403 | 404 } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || parsed.protocol !== `${appScheme}:` || parsed.host !== appHost) return { status: 404 };
  const named = pageFile(folder, parsed.pathname);
  if (named.ok) return { file: named.value };
  return { status: named.error === 'malformed' ? 400 : 403 };
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

async function readIfThere(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    // Missing, a folder, not readable: the page gets a 404 for each of them.
    return undefined;
  }
}
