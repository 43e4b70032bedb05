import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { mediaTypeOf, pageHeaders } from '../../contract/pageDelivery.ts';
import { pageFile } from '../../roots/pageFile.ts';

export const securityHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/** Sends a file of the built renderer, or 404 for everything that is not one. */
export function sendStaticFile(root: string, pathname: string, isHead: boolean, response: ServerResponse): void {
  const file = pageFile(root, pathname);
  const size = file.ok ? fileSize(file.value) : undefined;
  if (!file.ok || size === undefined) {
    sendText(response, 404, 'There is no such page here.');
    return;
  }
  const path = file.value;
  // Built names carry a hash of their content, except the page itself.
  const isHashed = /-[\w-]{8,}\.\w+$/.test(path);
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': mediaTypeOf(path),
    'content-length': size,
    'cache-control': isHashed ? 'private, max-age=31536000, immutable' : 'no-cache',
  });
  if (isHead) {
    response.end();
    return;
  }
  const stream = createReadStream(path);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

function fileSize(path: string): number | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() ? stats.size : undefined;
  } catch {
    // Missing, too long, through a file, in a circle: whatever the system says, it is no page.
    return undefined;
  }
}
