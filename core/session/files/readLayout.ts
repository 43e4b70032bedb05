import type { Problem } from '../../contract/problem.ts';
import type { LayoutView } from '../../contract/showView.ts';
import { layoutPath, parseLayout } from '../../show/layout.ts';
import { fileNameOf } from '../../show/paths.ts';
import type { FileSystem } from './FileSystem.ts';
import { unreadableSidecar } from './unreadableSidecar.ts';

/** The layout of the sidecar as it is on disk now; an empty one without a file. */
export function readLayout(system: FileSystem, showPath: string): { readonly layout: LayoutView; readonly problems: readonly Problem[] } {
  const path = layoutPath(showPath);
  const bytes = system.read(path);
  const { layout, problem } = parseLayout(bytes.ok ? bytes.value : undefined, fileNameOf(path));
  const unreadable = unreadableSidecar(bytes, 'layout-broken', 'All nodes are laid out anew.');
  return { layout, problems: [...unreadable, ...(problem ? [problem] : [])] };
}
