import type { EmscriptenModule } from './emscriptenModule.ts';

/** Folders of the interpreter's own file system that a show must not cover. */
const ownFolders = ['/', '/lib', '/dev', '/proc', '/home/pyodide'];

/**
 * Path that Python sees for a folder of the host: the real one, so that messages and tracebacks name files as the user knows
 * them. A Windows drive becomes a folder at the root.
 */
export function pythonPathOf(hostPath: string): string {
  const forward = hostPath.replaceAll('\\', '/').replace(/\/+$/, '');
  return /^[a-zA-Z]:/.test(forward) ? `/${forward[0]!.toLowerCase()}${forward.slice(2)}` : forward === '' ? '/' : forward;
}

/** Makes the instance's folder and the show's folder visible to Python, and nothing else of the host. Returns their paths there. */
export function mountFolders(module: EmscriptenModule, folder: string, showFolder: string): { folder: string; showFolder: string } {
  const paths = { folder: pythonPathOf(folder), showFolder: pythonPathOf(showFolder) };
  mount(module, showFolder, paths.showFolder);
  // One mount covers both when one folder lies in the other.
  if (!isInside(paths.folder, paths.showFolder)) mount(module, folder, paths.folder);
  return paths;
}

function mount({ FS }: EmscriptenModule, hostPath: string, path: string): void {
  if (ownFolders.includes(path) || path.startsWith('/lib/python')) {
    throw new Error(`A show can't lie in ${hostPath} itself: Python needs that name for its own files. Move it into a folder of its own.`);
  }
  FS.mkdirTree(path);
  FS.mount(FS.filesystems.NODEFS, { root: hostPath }, path);
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
