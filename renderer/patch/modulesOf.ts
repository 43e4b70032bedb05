import type { ShowView } from '../../core/contract/showView.ts';

/** Files of the modules that a Python instance loads, as in `FileView.path`, in the order of its `module` lines. */
export function modulesOf(view: ShowView, instanceName: string): readonly string[] {
  const instance = view.instances.find(({ name }) => name === instanceName);
  if (instance?.backend !== 'python') return [];
  const folder = instance.place.file.replace(/[^/]*$/, '');
  const paths = new Set(view.files.filter(({ role }) => role === 'module').map(({ path }) => path));
  return instance.options
    .filter(({ name }) => name === 'module')
    .flatMap(({ value }) => {
      const stem = value.replace(/\.py$/, '');
      const candidates = [`${stem}.py`, `${stem.replaceAll('.', '/')}.py`, `${stem.replaceAll('.', '/')}/__init__.py`];
      const found = candidates.map((file) => normalise(folder + file)).find((path) => paths.has(path));
      return found === undefined ? [] : [found];
    });
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
