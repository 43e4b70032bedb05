import type { ShowView } from '../../core/contract/showView.ts';
import { showPath } from '../stores/showPath.ts';

/** The place that a line of a Python traceback names, if it lies in a module of the show. */
export function pythonPlaceIn(text: string, view: ShowView | undefined): { readonly path: string; readonly line: number } | undefined {
  const match = /^\s*File "([^"]+)", line (\d+)/.exec(text);
  const [, file, line] = match ?? [];
  if (!view || file === undefined || line === undefined) return undefined;
  const path = showPath(file, view.path);
  return view.files.some((known) => known.path === path) ? { path, line: Number(line) } : undefined;
}
