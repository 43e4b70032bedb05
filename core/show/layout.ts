/**
 * The layout sidecar `<name>.layout.json`: looks only. Losing it loses nothing else. Keys that are not known here, those of a
 * later version, stay in the objects as they came and leave with them.
 */
import { z } from 'zod';
import type { Edit } from '../contract/edit.ts';
import type { Problem } from '../contract/problem.ts';
import type { LayoutView } from '../contract/showView.ts';
import { decodeEscaped } from './escapedText.ts';
import { parseJson } from './parseJson.ts';

const positionSchema = z.looseObject({ x: z.number(), y: z.number() });
const layoutSchema = z.looseObject({ nodes: z.record(z.string(), z.unknown()).optional() });

export const emptyLayout: LayoutView = { nodes: {} };

export function layoutPath(showPath: string): string {
  return `${showPath.replace(/\.cfg$/i, '')}.layout.json`;
}

/** Takes what it understands; a broken file gives an empty layout and a problem. Undefined bytes mean that there is no file. */
export function parseLayout(bytes: Uint8Array | undefined, file: string): { readonly layout: LayoutView; readonly problem?: Problem } {
  if (bytes === undefined) return { layout: emptyLayout };
  const parsed = layoutSchema.safeParse(parseJson(decodeEscaped(bytes)));
  if (!parsed.success) return { layout: emptyLayout, problem: brokenLayout(file) };
  const entries = Object.entries(parsed.data.nodes ?? {});
  const sound = entries.flatMap(([name, value]) => {
    const position = positionSchema.safeParse(value);
    return position.success ? [[name, position.data] as const] : [];
  });
  const layout = { ...parsed.data, nodes: Object.fromEntries(sound) };
  return sound.length < entries.length ? { layout, problem: brokenLayout(file) } : { layout };
}

/** One node per line, so that a version control system shows what moved. */
export function formatLayout(layout: LayoutView): string {
  return `${JSON.stringify(layout, null, 2)}\n`;
}

/** The looks after edits: nodes that were placed, renamed or removed. The old layout is what undoes it. */
export function editLayout(layout: LayoutView, edits: readonly Edit[]): LayoutView {
  let nodes = layout.nodes;
  for (const edit of edits) {
    if (edit.kind === 'placeNodes') nodes = placeNodes(nodes, edit.nodes);
    else if (edit.kind === 'renameInstance') nodes = renameNode(nodes, edit.name, edit.newName);
    else if (edit.kind === 'removeInstance') nodes = Object.fromEntries(Object.entries(nodes).filter(([name]) => name !== edit.name));
  }
  return nodes === layout.nodes ? layout : { ...layout, nodes };
}

function placeNodes(nodes: LayoutView['nodes'], places: LayoutView['nodes']): LayoutView['nodes'] {
  const placed = Object.entries(places).map(([name, position]) => [name, { ...nodes[name], ...position }] as const);
  return { ...nodes, ...Object.fromEntries(placed) };
}

function renameNode(nodes: LayoutView['nodes'], name: string, newName: string): LayoutView['nodes'] {
  return Object.fromEntries(Object.entries(nodes).map(([key, value]) => [key === name ? newName : key, value]));
}

function brokenLayout(file: string): Problem {
  const message = `${file} is damaged, so some nodes are laid out anew. The show itself is not touched.`;
  return { code: 'layout-broken', severity: 'warning', message };
}
