/**
 * What a Python instance's `module` option means: the name of a module (`my_handlers`, `pkg.sub`) or the path of a file,
 * relative to the configuration file (`my_handlers.py`, `lib/my.py`), which is loaded under its own name.
 */
export interface ModuleTarget {
  /** Name to import; its channels begin with it. */
  readonly importName: string;
  /** Folder that must be on the search path. */
  readonly searchFolder: string;
  /** Absolute paths of the files that it may be, first match wins. A module of the standard library is none of them. */
  readonly candidates: readonly string[];
  readonly isPath: boolean;
}

/** `folder` is the absolute folder of the configuration file that holds the instance's section, with forward slashes. */
export function resolveModule(value: string, folder: string): ModuleTarget {
  const path = value.replaceAll('\\', '/');
  if (path.endsWith('.py') || path.includes('/')) {
    const file = absolute(folder, path.endsWith('.py') ? path : `${path}.py`);
    const slash = file.lastIndexOf('/');
    return { importName: file.slice(slash + 1, -3), searchFolder: file.slice(0, Math.max(slash, 1)), candidates: [file], isPath: true };
  }
  const base = absolute(folder, value.replaceAll('.', '/'));
  return { importName: value, searchFolder: folder, candidates: [`${base}.py`, `${base}/__init__.py`], isPath: false };
}

function absolute(folder: string, path: string): string {
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  const parts: string[] = [];
  const whole = isAbsolute ? path : `${folder}/${path}`;
  for (const part of whole.split('/')) {
    if (part === '..' && parts.length > 1) parts.pop();
    else if (part !== '..' && part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.join('/');
}
