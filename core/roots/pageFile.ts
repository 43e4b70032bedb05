import { resolve, sep } from 'node:path';
import { fail, ok, type Result } from '../base/result.ts';

/** The file of the built page that the path of a request names, for both hosts of the page. Whether there is one is another question. */
export function pageFile(folder: string, pathname: string): Result<string, 'malformed' | 'outside'> {
  const path = decodedPath(pathname);
  if (path === undefined || path.includes('\0')) return fail('malformed');
  const file = resolve(folder, `./${path.endsWith('/') ? `${path}index.html` : path}`);
  return file.startsWith(resolve(folder) + sep) ? ok(file) : fail('outside');
}

function decodedPath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
