/**
 * Where a package of a lock file finds another one, as Node does: the nearest `node_modules` on the way up. `from` is a place in the
 * lock file, '' for the project itself.
 */
export function resolvePackage(packages: Readonly<Record<string, unknown>>, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (place in packages) return place;
    if (folder === '') return undefined;
  }
}
