/** Paths as text, with forward slashes; no file system here. Windows paths (`C:\shows`, `\\host\share`) are turned round first. */

export function normalisePath(path: string): string {
  const slashed = /^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path.replaceAll('\\', '/') : path;
  const root = rootOf(slashed);
  const parts: string[] = [];
  for (const part of slashed.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || root === '') parts.push(part);
  }
  return root + parts.join('/');
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]|^\\\\/.test(path);
}

export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  if (at < 0) return '';
  return path.slice(0, Math.max(at, rootOf(path).length));
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function joinPath(folder: string, path: string): string {
  return normalisePath(isAbsolutePath(path) ? path : `${folder}/${path}`);
}

/** Relative to the folder when inside of it, else the absolute path. */
export function relativeTo(folder: string, path: string): string {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

function rootOf(path: string): string {
  if (path.startsWith('//')) return '//';
  if (path.startsWith('/')) return '/';
  const drive = /^[A-Za-z]:\//.exec(path);
  return drive ? drive[0] : '';
}
